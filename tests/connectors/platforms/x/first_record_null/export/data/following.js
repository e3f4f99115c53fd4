window.YTD.following.part0 = [ null,
  { "following" : { "accountId" : "900000002" } },
  { "following" : { "accountId" : "" } }
]
