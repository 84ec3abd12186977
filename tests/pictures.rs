//! Pictures from a server to what a terminal is sent, and which way a terminal has for them.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/server.rs"]
mod server;

use std::io::Cursor;
use std::time::Duration;

use dateline::app::picture::{PictureAnswer, PictureNews, PictureWish};
use dateline::app::{Effect, Msg};
use dateline::cache::Cache;
use dateline::fetch::{Fetcher, Limits};
use dateline::marks::Marks;
use dateline::paint::{Colours, Painter};
use dateline::picture::{Choice, Drawn, Signs, Unshown, Way, draw};
use dateline::runtime::{Desk, Economy, Runtime, Wishes};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use ratatui::layout::Size;
use ratatui::style::Color;
use server::{Reply, Server};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

const BLOCKS: Way = Way::Blocks { cell: 20 };
const CELL: Size = Size::new(8, 16);

fn encoded(picture: RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Red above blue.
fn flag(wide: u32, tall: u32) -> RgbImage {
    RgbImage::from_fn(wide, tall, |_, y| if y < tall / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) })
}

fn png() -> Vec<u8> {
    encoded(flag(32, 32), ImageFormat::Png)
}

/// The head of a PNG that says it is larger than it is.
fn bomb(wide: u32, tall: u32) -> Vec<u8> {
    let mut bytes = png();
    bytes[16..20].copy_from_slice(&wide.to_be_bytes());
    bytes[20..24].copy_from_slice(&tall.to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&bytes[12..29]);
    let sum = crc.sum().to_be_bytes();
    bytes[29..33].copy_from_slice(&sum);
    bytes
}

#[test]
fn half_blocks_hold_two_pixels_a_cell() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let bytes = encoded(flag(32, 16), format);
        let Drawn::Cells(cells) = draw(&bytes, BLOCKS, Size::new(40, 10), CELL).unwrap() else { panic!("{format:?}") };
        assert_eq!(cells.area.as_size(), Size::new(4, 1), "{format:?}");
        let cell = cells.cell((1, 0)).unwrap();
        let reds = [cell.fg, cell.bg].map(|colour| matches!(colour, Color::Rgb(200.., 0..80, 0..80)));
        assert_eq!((cell.symbol(), reds), ("▀", [true, false]), "{format:?}");
    }
}

#[test]
fn a_picture_keeps_its_shape_in_the_room_there_is() {
    for (pixels, room, expected) in [
        ((32, 16), (80, 20), (4, 1)),
        ((1600, 800), (80, 20), (80, 20)),
        ((1600, 800), (40, 20), (40, 10)),
        ((800, 1600), (80, 20), (20, 20)),
        ((4000, 1), (80, 20), (80, 1)),
    ] {
        let bytes = encoded(flag(pixels.0, pixels.1), ImageFormat::Png);
        let drawn = draw(&bytes, BLOCKS, room.into(), CELL).unwrap();
        assert_eq!(drawn.size(), Size::from(expected), "{pixels:?} in {room:?}");
    }
}

#[test]
fn pixels_are_sequences_row_by_row() {
    let room = Size::new(40, 10);
    let Drawn::Pixels(kitty) = draw(&png(), Way::Kitty { wrapped: false }, room, CELL).unwrap() else { panic!() };
    assert_eq!((kitty.size, kitty.rows.len()), (Size::new(4, 2), 2));
    assert!(kitty.rows[0].contains("\x1b_Gq=2,i=13925905,a=T,U=1,f=32,o=z,t=d,s=32,v=32,m=0;"), "{:?}", kitty.rows[0]);
    assert_eq!(kitty.rows[1].matches('\u{10EEEE}').count(), 4);
    assert!(kitty.farewell.contains("i=13925905"));
    let Drawn::Pixels(sixel) = draw(&png(), Way::Sixel, room, CELL).unwrap() else { panic!() };
    assert!(sixel.rows[0].contains("\x1bP") && sixel.rows[0].ends_with("\x1b\\"), "{:?}", sixel.rows[0]);
    assert_eq!(sixel.rows[1], "");
}

#[test]
fn hostile_pictures_are_refused() {
    let of = |bytes: &[u8]| draw(bytes, BLOCKS, Size::new(40, 10), CELL).unwrap_err();
    assert_eq!(of(&bomb(100_000, 100_000)), Unshown::Vast);
    assert_eq!(of(&bomb(16_000, 16_000)), Unshown::Vast);
    assert_eq!(of(&bomb(64, 64)), Unshown::Unread);
    assert_eq!(of(b""), Unshown::Unread);
    assert_eq!(of(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Unshown::Unread);
    assert_eq!(of(&png()[..60]), Unshown::Unread);
    assert_eq!(draw(&png(), BLOCKS, Size::new(40, 0), CELL).unwrap_err(), Unshown::NoRoom);
}

#[test]
fn the_way_is_read_from_the_environment() {
    let plain = Signs { term: "xterm-256color", blocks: Some(20), ..Signs::default() };
    let kitty = Way::Kitty { wrapped: false };
    for (signs, expected) in [
        (plain, BLOCKS),
        (Signs { kitty: true, ..plain }, kitty),
        (Signs { term: "xterm-kitty", ..plain }, kitty),
        (Signs { program: "ghostty", ..plain }, kitty),
        (Signs { program: "WezTerm", ..plain }, Way::Sixel),
        (Signs { term: "foot", ..plain }, Way::Sixel),
        (Signs { term: "foot", thrifty: true, ..plain }, BLOCKS),
        (Signs { kitty: true, multiplexed: true, ..plain }, BLOCKS),
        (Signs { kitty: true, term: "tmux-256color", ..plain }, BLOCKS),
        (Signs { term: "xterm-kitty", blocks: None, ..plain }, Way::Nowhere),
    ] {
        assert_eq!(Way::of(Choice::Auto, signs), expected, "{signs:?}");
    }
    let multiplexed = Signs { multiplexed: true, ..plain };
    assert_eq!(Way::of(Choice::Kitty, multiplexed), Way::Kitty { wrapped: true });
    assert_eq!(Way::of(Choice::Browser, plain), Way::Browser);
    assert_eq!(Way::of(Choice::Blocks, Signs { kitty: true, ..plain }), BLOCKS);
}

struct Bench {
    runtime: Runtime,
    answers: UnboundedReceiver<Msg>,
}

impl Bench {
    fn new(fetcher: Fetcher) -> Self {
        let (sender, answers) = unbounded_channel();
        let wishes = Wishes {
            searches: Vec::new(),
            mutes: dateline::mute::Mutes::default(),
            outlets: Vec::new(),
            languages: Vec::new(),
            sources: None,
            stale_after: Duration::from_secs(1800),
            cache_folder: None,
            data_folder: None,
            offline: false,
            economy: Economy::default(),
        };
        let io = tokio::runtime::Handle::current();
        let desk = Desk { fetcher, cache: Cache::in_memory().unwrap() };
        Self { runtime: Runtime::new(io, sender, wishes, desk, (None, Marks::default())), answers }
    }

    fn loopback() -> Self {
        Self::new(Fetcher::network(Limits { allow_private: true, ..Limits::default() }))
    }

    async fn asked(&mut self, wish: PictureWish) -> PictureNews {
        self.runtime.perform(Effect::Picture(wish));
        match tokio::time::timeout(Duration::from_secs(20), self.answers.recv()).await.unwrap().unwrap() {
            Msg::Picture(PictureAnswer { news, .. }) => news,
            other => panic!("{other:?}"),
        }
    }

    async fn weighed(&mut self, url: String) -> PictureNews {
        self.asked(PictureWish::Weigh { url }).await
    }

    async fn loaded(&mut self, url: String) -> PictureNews {
        self.asked(PictureWish::Load { url, way: BLOCKS, room: Size::new(40, 10), cell: CELL }).await
    }
}

fn sent(kind: &str, body: Vec<u8>) -> Reply {
    Reply { headers: vec![("Content-Type".to_owned(), kind.to_owned())], body, ..Reply::default() }
}

fn why(news: PictureNews) -> String {
    match news {
        PictureNews::Failed(why) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_picture_is_weighed_without_being_fetched_then_fetched() {
    let server = Server::start();
    server.on("/a.png", sent("image/png", png()));
    let moved = Reply { status: 302, headers: vec![("Location".to_owned(), "/a.png".to_owned())], ..Reply::default() };
    server.on("/moved", moved);
    let mut bench = Bench::loopback();
    let length = u64::try_from(png().len()).unwrap();
    assert_eq!(bench.weighed(server.url("/moved")).await, PictureNews::Weight(Some(length)));
    let asked: Vec<String> =
        server.requests().iter().map(|asked| format!("{} {}", asked.headers[":method"], asked.path)).collect();
    assert_eq!(asked, ["HEAD /moved", "HEAD /a.png"]);
    let PictureNews::Drawn(drawn) = bench.loaded(server.url("/a.png")).await else { panic!("no picture") };
    assert_eq!(drawn.size(), Size::new(4, 2));
    let last = server.requests().pop().unwrap();
    assert_eq!(last.headers.get(":method"), None);
    assert!(last.headers["accept"].starts_with("image/jpeg, image/png"));
}

#[tokio::test]
async fn a_server_that_refuses_the_question_leaves_the_size_unknown() {
    let server = Server::start();
    let mut bench = Bench::loopback();
    for status in [403, 405, 501] {
        server.on("/a.png", Reply { status, ..sent("image/png", Vec::new()) });
        assert_eq!(bench.weighed(server.url("/a.png")).await, PictureNews::Weight(None), "{status}");
    }
    assert!(why(bench.weighed(server.url("/gone")).await).contains("no longer has it (404)"));
}

#[tokio::test]
async fn what_is_no_picture_is_not_read_and_what_is_too_large_is_not_unpacked() {
    let server = Server::start();
    server.on("/page", sent("text/html", b"<p>Log in".to_vec()));
    server.on("/film", sent("video/mp4", png()));
    server.on("/endless", Reply { endless: true, ..sent("image/png", png()) });
    server.on("/bomb", sent("image/png", bomb(60_000, 60_000)));
    let mut bench = Bench::loopback();
    for path in ["/page", "/film"] {
        assert!(why(bench.weighed(server.url(path)).await).contains("something that is not a picture"), "{path}");
        assert!(why(bench.loaded(server.url(path)).await).contains("something that is not a picture"), "{path}");
    }
    assert!(why(bench.loaded(server.url("/endless")).await).contains("more than a page may have"));
    assert_eq!(why(bench.loaded(server.url("/bomb")).await), format!("{}.", Unshown::Vast));
}

#[tokio::test]
async fn private_addresses_and_a_closed_network_are_not_asked() {
    let server = Server::start();
    server.on("/a.png", sent("image/png", png()));
    let mut bench = Bench::new(Fetcher::network(Limits::default()));
    assert!(why(bench.weighed(server.url("/a.png")).await).contains("private network"));
    let mut bench = Bench::new(Fetcher::closed());
    assert_eq!(why(bench.weighed(server.url("/a.png")).await), "Working offline; not in the cache.");
    assert!(server.requests().is_empty());
}

/// Waves in three colours with some grain, as in a photograph.
fn photograph() -> Vec<u8> {
    let mut seed = 7_u32;
    let picture = RgbImage::from_fn(720, 480, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let wave = |across: u32, down: u32| {
            let [x, y] = [x * 6 / across, y * 6 / down].map(|step| step % 120);
            u8::try_from(x.abs_diff(60) + y.abs_diff(60) + (seed >> 28)).unwrap()
        };
        Rgb([wave(9, 5), wave(4, 7), wave(11, 3)])
    });
    encoded(picture, ImageFormat::Jpeg)
}

#[test]
fn what_is_said_of_the_cost_is_near_what_is_sent() {
    let (bytes, room) = (photograph(), Size::new(78, 20));
    let colours = [Colours::True, Colours::Palette, Colours::Sixteen];
    let blocks = colours.map(|colours| (Way::Blocks { cell: colours.bytes_of_two().unwrap() }, colours));
    for (way, colours) in
        [(Way::Kitty { wrapped: false }, Colours::True), (Way::Sixel, Colours::True)].iter().chain(&blocks)
    {
        let sent = match draw(&bytes, *way, room, CELL).unwrap() {
            Drawn::Pixels(pixels) => pixels.rows.iter().map(String::len).sum(),
            Drawn::Cells(cells) => Painter::new(*colours).paint((*cells).clone(), None).len(),
        };
        let (sent, said) = (u64::try_from(sent).unwrap(), way.cost(room, CELL));
        assert!(sent * 2 <= said * 3 && said <= sent * 3, "{way:?} in {colours:?}: {said} said, {sent} sent");
    }
}
