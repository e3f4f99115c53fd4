"""What the lists of people are called that most platforms have, in the plural, and their relations."""

from schemas.words import Relation

ListName = tuple[str, Relation]

FRIENDS: ListName = ("friends", Relation.FRIEND)
FOLLOWERS: ListName = ("followers", Relation.FOLLOWER)
FOLLOWED: ListName = ("accounts followed", Relation.FOLLOWING)
RECEIVED: ListName = ("requests received", Relation.REQUEST_RECEIVED)
SENT: ListName = ("requests sent", Relation.REQUEST_SENT)
SENT_BEFORE: ListName = ("requests sent before", Relation.REQUEST_SENT)
SUBSCRIBERS: ListName = ("subscribers", Relation.FOLLOWER)
CONTACTS: ListName = ("contacts", Relation.CONTACT)
