//! `dateline` reads the day's news in a terminal: sections on the left, headlines in the middle, the article laid out
//! for the width at hand. This page is the plan of the house: what the rooms are, what may pass between them, and why.
//!
//! # Words
//!
//! An **outlet** publishes. It has a tree of **sections**, each filled from **feeds**; a feed lists **headlines**. A
//! headline leads to an **article**: blocks of **text**. Laid out for a width it is a **page** of lines. A **place** is a
//! spot in an article (block and byte) that survives any new layout. The program's state is a [`Model`](app::Model); a
//! [`Msg`](app::Msg) changes it, and an [`Effect`](app::Effect) is what the outside is asked to do about that.
//!
//! # Rooms
//!
//! The modules below stand in the order in which they may be used: each imports only from those above it, so there are
//! no cycles. `tests/architecture.rs` holds the table and reads every source file against it.
//!
//! | room | what it is for |
//! |---|---|
//! | [`text`] | the cleaning of outside words, and how wide they are on a screen |
//! | [`dates`] | the times that publishers write, with the zone that stands there |
//! | [`news`] | outlets, sections, feeds, headlines: what there is to read |
//! | [`likeness`] | which rows of a list tell of one event |
//! | [`ledger`] | what goes over the line, counted; amounts of data in words |
//! | [`trouble`] | what can go wrong between an address and a reader, one sentence each |
//! | [`article`] | the document: article, blocks, rich text, place |
//! | [`changes`] | two versions of an article → what came and what went |
//! | [`marks`] | what the reader did, as marks that merge in any order |
//! | [`clock`] | times in words; `now` and the zone are handed in |
//! | [`query`] | what a reader searches for, as terms; the words of a text round it |
//! | [`mute`] | what the reader wants to see in no list |
//! | [`weather`] | a forecast × a place → article |
//! | [`page`] | article × width → lines of spans with roles |
//! | [`feed`] | bytes of a feed or a news sitemap → headlines, and the stories that a feed gives in full |
//! | [`html`] | bytes of a page → a tree of bounded depth and size |
//! | [`front`] | a section's page → headlines |
//! | [`catalogue`] | outlets as data → the section tree |
//! | [`extract`] | a fetched page → article |
//! | [`picture`] | bytes of a picture → what a terminal can show of it |
//! | [`keymap`] | the one table of actions, their names, help and keys |
//! | [`repertoire`] | what a terminal can show besides colours, and frames made to fit |
//! | [`input`] | what the terminal sends: bytes → keys, pastes, answers |
//! | [`line`](mod@line) | how much may be on its way to the terminal |
//! | [`theme`] | roles → styles |
//! | [`config`] | the reader's `config.toml` |
//! | [`app`] | `Model`, `Msg`, `Effect`, [`update`](app::update()); one file for each pane |
//! | [`ui`] | [`view`](ui::view): the model drawn into a buffer |
//! | [`sample`] | the sample edition in the binary |
//! | [`fetch`] | HTTP, its limits and its manners |
//! | [`doctor`] | asks an address and says which step failed |
//! | [`private`] | files and folders that nobody else on the machine can read |
//! | [`cache`] | what was fetched, in `SQLite`; can be deleted at any time |
//! | [`library`] | what the reader did, in journals; precious |
//! | [`terminal`] | takes the terminal, gives it back, reads from it and writes to it |
//! | [`paint`] | a buffer → the fewest bytes that make the terminal show it |
//! | [`browse`] | opens an address outside, plays sound and film, has stories read aloud, never through a shell |
//! | [`runtime`] | does what an effect asks for and answers with messages |
//! | [`run`] | the loop: wait, update, perform, paint |
//! | [`linear`] | the reader without a screen: prints line after line |
//! | [`cli`] | the command line |
//!
//! From [`text`] to [`ui`] everything computes and does nothing else: no file, no socket, no environment, no clock. What
//! time it is comes in with the message ([`Model::now`](app::Model::now)), so that all of it is tested as tables. The
//! same test sees to that.
//!
//! # How it moves
//!
//! ```text
//!   keys, signals ──► terminal ──► Msg ──► app::update(&mut Model, Msg) ──► Vec<Effect>
//!                                   ▲                  │                         │
//!                                   │                  ▼                         ▼
//!                                runtime        ui::view(&Model) ──► Buffer    runtime ──► fetch, cache, library
//!                                   ▲                                  │         │
//!                                   └───────────── answers ────────────┼─────────┘
//!                                                                      ▼
//!                                                                    paint ──► one write
//! ```
//!
//! * `update` holds all logic and `view` all looks. Messages and effects are plain data: no closures, no futures.
//! * **Each answer carries its question** (section, story, query); `update` drops an answer that nobody waits for.
//! * Where the panes stand is a function of the window's size, the focus and zen alone ([`app::layout`]). `update` reads
//!   it for page heights and widths, `view` for drawing; drawing never changes behaviour.
//! * The loop blocks on one `select!` over keys, answers and signals. It drains all that waits before it paints once, so
//!   a held key on a slow line cannot queue up frames. There is no tick: an idle program sends no byte. One function of
//!   [`run`] says whether a frame is painted now: not while the window is dragged, nor for a moment while the cache is
//!   answering, nor while the terminal takes nothing, nor before the [`line`](mod@line) has room.
//!
//! # The way of one value
//!
//! Enter on a headline is [`Msg::Key`](app::Msg::Key). The keymap makes it an [`Action`](keymap::Action); the headlines
//! pane has the keys, so the story under the marker opens: its headline is laid out as a page of its own and stands on the
//! screen at once, the story is marked read, and [`Effect::LoadArticle`](app::Effect::LoadArticle) goes out. The runtime
//! ends the task before it and asks the cache: what is kept comes back as a first answer. If that is from a feed that
//! gave the story in full, it is the only one. Else the runtime asks the page, with the validators of the last time. "Not
//! modified", or bytes: [`extract::article`] makes an article of them on a thread of its own, the cache keeps it, and a
//! second answer comes back. `update` sees that the story is still the open one, lays the article out with
//! [`Page::of`](page::Page::of), and finds the reader's place again. `view` takes the lines in sight and gives each role
//! its style; the painter compares with what the terminal shows, and writes the difference.
//!
//! A place of the weather section goes the same way: its row is a headline whose text is a forecast
//! ([`Effect::LoadForecast`](app::Effect::LoadForecast)), made an article in `update`, for the clocks of the place.
//!
//! # The door for outside text
//!
//! What comes from outside becomes text through one door: [`Text::push`](article::Text::push) for rich text,
//! [`text::clean`] for a single line, [`text::clean_lines`] for preformatted ones. White space is collapsed; control
//! characters, bidirectional overrides and invisible tags are dropped. The door stands *behind* the parsers, since an
//! entity such as `&#27;` is an escape only after parsing, and *before* everything that keeps or shows text, since the
//! cache, standard output and saved files do not pass the screen. Addresses pass
//! [`article::safe_link`].
//!
//! # Where this is not the usual plan
//!
//! * **What the story is, is learned.** Rules find where it stands; two small forests of decision trees decide for every
//!   piece of the page, from the rules' opinion and two hundred other numbers. Their weights are text in
//!   `src/extract/labeller/`; `tests/bench/labeller/train.py` grows them from folders of pages whose story is known, and
//!   says with `--check` what they are worth on sites they never saw.
//! * **Feeds are read by our own reader**, not by feed-rs: that one needs well-formed XML, drops items without a link and
//!   the text that a feed gives in full, and what was mended for it was read twice. `cargo bench --bench feedparser` holds
//!   ours against feedparser's own tests.
//! * **[`ui::view`] draws into a [`Buffer`](ratatui::buffer::Buffer)**, not into a ratatui `Frame`, and ratatui's
//!   `Terminal` is not used. A ratatui backend is handed changed cells one by one; [`paint`] sees both whole buffers, and
//!   only so can it erase a blank tail with three bytes, print a short gap again rather than jump it, and know what lies
//!   under a wide character.
//! * **The painter tries several ways** to write a frame, over what is there, with rows moved or taken out, on a blank
//!   screen, and sends the shortest: no estimate of costs can be wrong. Cursor, attributes and margins stay as they are
//!   between frames. `tests/budget.rs` holds the bytes of each key against the fewest that could have shown the same.
//! * **Three panes stand side by side from 140 columns on**, not from 100: a terminal moves whole rows only, so beside other
//!   panes a line of a story costs its whole pane. Nothing in the status line changes with a key.
//! * **[`input`] decodes the terminal's bytes itself**: event readers swallow the answer to `CSI 5 n`, and parsers of
//!   terminal output take Alt-P for the beginning of a string without an end.
//! * **[`line`](mod@line) is apart from the loop**, with times handed in, so that lines of every speed are tested without
//!   waiting for them.
//! * **The terminal is opened anew for writing**: what is set for standard output is set for the shell too. So no write
//!   blocks, and nothing waits in a queue that could still be painted over.
//! * **[`repertoire`] changes frames, not panes**: what a terminal can't show is taken out of the finished buffer, so that no
//!   pane has to know what terminal it is on.
//! * **[`linear`] is a second way out of the same model**: it prints what the model has come to, with a window of one page;
//!   [`Command`](app::command::Command) says in words what keys say by pointing.
//! * **Bodies are unpacked here**, not by the HTTP library: only so can be counted what the line carried.
//! * **[`ledger`] is apart from [`fetch`] and [`terminal`]**: both count in it, and the panes say its figures without
//!   knowing either.
//! * **[`likeness`] rather misses than errs**: words weighed by rarity propose, and what parts two events that read alike
//!   disposes. What is folded is out of the list, not hidden in it, so no key has to know about folding.
//! * **[`changes`] is apart from [`page`] and [`cache`]**: it compares two articles, bounded by counts and not by a clock.
//!   Which version was read is a mark; its text lies in the cache, so losing it costs a sentence and no more.
//! * **Saved text is a file beside the journals, not a table**: the cache stays something that can be deleted.
//! * **A sequence of keys becomes one key** ([`Code::Bound`](keymap::Code::Bound)) before any pane or overlay sees it, and
//!   nothing waits for a time.
//! * **Which theme is shown is the model's to say**, by number; the loop holds the styles.
//! * **Keys typed ahead of a list wait for it**, for as long as a frame would: they are for what the reader is about to see.
//! * **A place is kept with what stood there** ([`article::Spot`]): a block's number is right until a paragraph comes above
//!   it. The words of the block, and those of the one above, find it again.
//! * **The links at the end are no part of the story**: they stand behind the last place of the page, so Space, the minutes
//!   left and "read to its end" know nothing of them.
//! * **A row says what it says, however it is set** ([`page::typeset`]): wider blanks and hyphens are drawn and never in the
//!   text, so finding, links and places need not know of them.
//! * **A cell carries the number of its link in bits of its attributes that stand for none** ([`repertoire::hyperlink`]): so
//!   links move with rows that the terminal moves, are covered by what is drawn over them, and cost nothing where they are
//!   off. The painter has the addresses and keeps its own numbers.
//! * **An address is looked at again where it leaves**, whatever door it came in by: a clipboard's text ends up in shells.
//! * **What is hidden need not be a section**: muted words and outlets, and searches among the sections, are named by ids of
//!   their own and kept by the marks that sections have, so they merge and are taken back without a journal of their own.
//! * **A picture of pixels is no part of a frame**: the painter knows cells only, so the frame leaves its ground blank, `run`
//!   sends the picture after it in the same write, and paints nothing more while it stands. ratatui-image's `Picker` is not
//!   used: it asks the terminal, and starts tmux.
//! * **A story is read aloud by one start of a program for each sentence**: programs that speak read to the end of their
//!   input first.
//! * **Commands ask through [`runtime::errand`]**, with the reader's own questions to cache and network: what a script gets
//!   and what the screen shows cannot differ in manners.
//! * **[`text`] is a room of its own** below the document: feeds, catalogue, trouble and terminal clean and measure words
//!   too, without knowing what an article is.
//! * **[`clock`]** is apart so that the page and the panes word a time alike, and neither asks what time it is.
//! * **[`trouble`]** is apart from [`fetch`]: the sentences are shown by rooms that must not know the network.
//! * **[`marks`]** is apart from [`library`] for the same reason: `update` merges marks, the library only keeps them.
//! * **Where the reader is** is not told by each key's effects: the loop asks the model before a frame is painted
//!   ([`Model::bookmark`](app::Model::bookmark)) and has it written down when it has changed, so that what a screen showed
//!   outlives a kill.
//! * **The tree on the screen** is arranged from the catalogue's ([`app::arrangement`]) whenever the reader's wishes for it
//!   change, never in place: two machines with the same marks show the same tree.
//! * **[`browse`]** is the one room that starts another program, so that it is one file to read when asking whether a shell
//!   can be reached (it can't).
//! * **[`html`] is apart from [`extract`]**: a section's page is parsed under the same guard as a story's.
//! * **[`sample`] stands above [`fetch`]**: the sample edition is answered at the fetch door, from bytes in the binary. All
//!   behind the door (parsing, cache, extraction, layout) is the same for it as for the network.

pub mod text;
pub mod dates;
pub mod news;
pub mod likeness;
pub mod ledger;
pub mod trouble;
pub mod article;
pub mod changes;
pub mod marks;
pub mod clock;
pub mod query;
pub mod mute;
pub mod weather;
pub mod page;
pub mod feed;
pub mod html;
pub mod front;
pub mod catalogue;
pub mod extract;
pub mod picture;
pub mod keymap;
pub mod repertoire;
pub mod input;
pub mod line;
pub mod theme;
pub mod config;
pub mod app;
pub mod ui;
pub mod sample;
pub mod fetch;
pub mod doctor;
pub mod private;
pub mod cache;
pub mod library;
pub mod terminal;
pub mod paint;
pub mod browse;
pub mod runtime;
pub mod run;
pub mod linear;
pub mod cli;
