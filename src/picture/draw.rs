//! Bytes of a picture → what a terminal shows of it. Every picture is hostile: what it may take is said before it is
//! unpacked.

use std::io::Cursor;
use std::sync::Arc;

use image::{DynamicImage, ImageError, ImageFormat, ImageReader, Limits};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::Color;
use ratatui::widgets::Widget;
use ratatui_image::Image;
use ratatui_image::protocol::Protocol;
use ratatui_image::protocol::halfblocks::Halfblocks;
use ratatui_image::protocol::kitty::Kitty;
use ratatui_image::protocol::sixel::Sixel;

use super::{Drawn, Pixels, Way};

/// A picture has at most so many bytes.
pub const BYTES_AT_MOST: u64 = 4 * 1024 * 1024;
/// And so many pixels on a side.
const SIDE_AT_MOST: u32 = 16_384;
/// And takes so many bytes unpacked.
const UNPACKED_AT_MOST: u64 = 96 * 1024 * 1024;

/// The number that our pictures have on a kitty: a new one takes the place of the last. It is also the colour that the
/// picture's cells are written in.
const NUMBER: u32 = 0x00d4_7e11;
/// Has a kitty forget it: `NUMBER` in digits.
const FAREWELL: &str = "\x1b_Ga=d,d=I,i=13925905,q=2\x1b\\";

/// Why a picture can't be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unshown {
    /// Of another kind, or broken.
    #[error("The picture is not a JPEG, PNG, WebP or GIF that can be read. o opens the story in a browser")]
    Unread,
    /// More pixels than it may have.
    #[error("The picture has more pixels than are unpacked here. o opens the story in a browser")]
    Vast,
    /// The window has no room, or the terminal no way.
    #[error("There is no room for the picture. A larger window shows it")]
    NoRoom,
}

/// Makes a picture ready to be shown in `room`, on cells of so many pixels.
///
/// # Errors
/// When it can't be read, or takes more than it may.
pub fn draw(bytes: &[u8], way: Way, room: Size, cell: Size) -> Result<Drawn, Unshown> {
    if room.width == 0 || room.height == 0 || cell.width == 0 || cell.height == 0 {
        return Err(Unshown::NoRoom);
    }
    let picture = read(bytes)?;
    let size = fitting((picture.width(), picture.height()), room, cell);
    let (wide, tall) = (u32::from(size.width) * u32::from(cell.width), u32::from(size.height) * u32::from(cell.height));
    // Whole cells: a few pixels wider or higher than its shape.
    let picture = picture.thumbnail_exact(wide, tall);
    let (protocol, farewell) = match way {
        Way::Kitty { wrapped } => {
            (Kitty::new(in_few_steps(&picture), size, NUMBER, wrapped, true).map(Protocol::Kitty), FAREWELL)
        }
        Way::Sixel => (Sixel::new(on_black(&picture), size, false).map(Protocol::Sixel), ""),
        Way::Blocks { .. } => (Halfblocks::new(on_black(&picture), size).map(Protocol::Halfblocks), ""),
        Way::Browser | Way::Nowhere => return Err(Unshown::NoRoom),
    };
    let protocol = protocol.map_err(|error| {
        tracing::warn!("{error}");
        Unshown::Unread
    })?;
    let mut buffer = Buffer::empty(Rect::from(size));
    Image::new(&protocol).render(buffer.area, &mut buffer);
    if let Way::Blocks { .. } = way {
        return Ok(Drawn::Cells(Arc::new(buffer)));
    }
    let rows = (0..size.height).map(|y| row(&buffer, y)).collect();
    Ok(Drawn::Pixels(Arc::new(Pixels { size, rows, farewell })))
}

/// How many cells a picture of so many pixels takes: as large as it is, at most `room`.
pub(super) fn fitting((wide, tall): (u32, u32), room: Size, cell: Size) -> Size {
    let (wide, tall) = (u64::from(wide.max(1)), u64::from(tall.max(1)));
    let (room_wide, room_tall) =
        (u64::from(room.width) * u64::from(cell.width), u64::from(room.height) * u64::from(cell.height));
    let (wide, tall) = if wide <= room_wide && tall <= room_tall {
        (wide, tall)
    } else if wide * room_tall > tall * room_wide {
        (room_wide, tall * room_wide / wide)
    } else {
        (wide * room_tall / tall, room_tall)
    };
    let cells = |pixels: u64, of: u16, most: u16| {
        u16::try_from(pixels.div_ceil(u64::from(of.max(1)))).unwrap_or(u16::MAX).clamp(1, most.max(1))
    };
    Size::new(cells(wide, cell.width, room.width), cells(tall, cell.height, room.height))
}

/// Unpacks it, the first picture of several.
fn read(bytes: &[u8]) -> Result<DynamicImage, Unshown> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Unshown::Unread)?;
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif];
    if !reader.format().is_some_and(|format| known.contains(&format)) {
        return Err(Unshown::Unread);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_AT_MOST);
    limits.max_image_height = Some(SIDE_AT_MOST);
    limits.max_alloc = Some(UNPACKED_AT_MOST);
    reader.limits(limits);
    reader.decode().map_err(|error| match error {
        ImageError::Limits(_) => Unshown::Vast,
        _ => Unshown::Unread,
    })
}

/// Without what shows through: the terminal's own ground is not known.
fn on_black(picture: &DynamicImage) -> DynamicImage {
    let mut picture = picture.to_rgba8();
    for pixel in picture.pixels_mut() {
        let [red, green, blue, solid] = pixel.0;
        let over = |channel: u8| u8::try_from(u16::from(channel) * u16::from(solid) / 255).unwrap_or(u8::MAX);
        pixel.0 = [over(red), over(green), over(blue), u8::MAX];
    }
    DynamicImage::ImageRgba8(picture)
}

/// With 32 steps to a channel: packed, it takes half of what it took, and a kitty is sent every pixel.
fn in_few_steps(picture: &DynamicImage) -> DynamicImage {
    let mut picture = on_black(picture).into_rgba8();
    for channel in picture.iter_mut() {
        *channel = *channel & 0xf8 | *channel >> 5;
    }
    DynamicImage::ImageRgba8(picture)
}

/// What the cells of a row hold: sequences, and for a kitty the letters that stand for the picture, in its number's
/// colour.
fn row(buffer: &Buffer, y: u16) -> String {
    let cells = || (0..buffer.area.width).filter_map(|x| buffer.cell((x, y)));
    let words: String = cells().map(ratatui::buffer::Cell::symbol).filter(|symbol| *symbol != " ").collect();
    match cells().next().map(|cell| cell.fg) {
        Some(Color::Rgb(red, green, blue)) => format!("\x1b[38;2;{red};{green};{blue}m{words}"),
        _ => words,
    }
}
