window.YTD.follower.part0 = [ null, { "follower" : { "accountId" : "900000001", "userLink" : "https://twitter.com/intent/user?user_id=900000001" } } ]
