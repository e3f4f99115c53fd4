window.YTD.follower.part2 = [
  {
    "follower" : {
      "accountId" : "3",
      "userLink" : "https://twitter.com/intent/user?user_id=3"
    }
  }
]