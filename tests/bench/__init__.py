"""How fast it is, as ratios to SQL by hand on the same data in the same run: `make bench`, not part of the tests.

    make bench                    20,000 claims, 60,000 links: about five minutes
    make bench SIZE=200000        the same of ten times the size: 6 GB of disk
    make bench SIZE=1000000       and of fifty times: 30 GB of disk, and up to an hour the first time
    make bench ONLY=pages,search  some groups only: pages, conditional, export, list, search, claim, write, screens,
                                  soak (a minute of four who write and sixteen who read; SOAK=600 for longer)
    make bench ROUNDS=9 SECONDS=2 more turns, and longer ones (5 of 0.8 seconds)

A server of its own is filled in var/bench/<size>/ (see `data`) and kept, so that a run that was cut off is taken up
again and a second one begins at once; it is made anew when a migration or the data's recipe changes, and may be
removed at any time. Durability is on, as everywhere.

Then each answer is asked for in several ways by turns (`measure`), so that whatever else the machine does disturbs all
of them alike: in SQL by hand (`limits`), from the site through gunicorn over loopback, with a token, all middleware,
throttles and visibility (`ours`), and from plain Django REST framework on the same tables (`rivals`). What counts is
the processor time of web workers and database together, from /proc; the clock is shown beside it.

Reading stored documents costs the database 0.5 ms where its allocator happens to keep the block of memory that a page
is put together in, and 1 ms where it fetches that anew for each page, as it mostly does: look at both before you
compare two runs. `whole` is SQL that does all that logging a claim does: what it falls short of, no site can reach.

The table says for each row what must be reached, what was, and pass or short. Each run is a line in
var/bench/results.jsonl, and where there are runs of several sizes the growth between them is shown as well.
"""
