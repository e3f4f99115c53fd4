window.YTD.follower.part0 = [
  {
    "follower" : {
      "accountId" : "1",
      "userLink" : "https://twitter.com/intent/user?user_id=1"
    }
  }
]