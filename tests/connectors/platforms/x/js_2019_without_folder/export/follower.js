window.YTD.follower.part0 = [ {
  "follower" : {
    "accountId" : "77"
  }
}, {
  "follower" : {
    "accountId" : ""
  }
} ]