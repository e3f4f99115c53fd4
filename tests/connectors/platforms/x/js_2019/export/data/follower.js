window.YTD.follower.part0 = [ {
  "follower" : {
    "accountId" : "1203948576102938475"
  }
}, {
  "follower" : {
    "accountId" : "1203948576102938476"
  }
} ]