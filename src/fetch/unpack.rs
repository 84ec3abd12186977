//! Bodies that come packed: unpacked piece by piece, never beyond the cap.

use std::io::{self, Write};

use brotli_decompressor::DecompressorWriter;
use flate2::write::MultiGzDecoder;

use crate::trouble::TroubleKind;

/// What can be unpacked, for `Accept-Encoding`.
pub(super) const PACKINGS: &str = "gzip, br";

/// A body that is being read.
pub(super) struct Unpacked {
    encoding: String,
    cap: usize,
    unpacker: Option<Unpacker>,
}

/// How its bytes become those of the page.
enum Unpacker {
    Plain(Capped),
    Gzip(Box<MultiGzDecoder<Capped>>),
    Brotli(Box<DecompressorWriter<Capped>>),
}

/// Takes so many bytes and no more.
struct Capped {
    bytes: Vec<u8>,
    cap: usize,
    is_over: bool,
}

impl Write for Capped {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if piece.len() > self.cap.saturating_sub(self.bytes.len()) {
            self.is_over = true;
            return Err(io::Error::other("more than a page may have"));
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Unpacked {
    /// A body of at most `cap` bytes, packed as `Content-Encoding` says.
    pub(super) fn new(encoding: &str, cap: usize) -> Self {
        Self { encoding: encoding.trim().to_ascii_lowercase(), cap, unpacker: None }
    }

    /// Takes the next piece in.
    pub(super) fn take(&mut self, piece: &[u8]) -> Result<(), TroubleKind> {
        // Begun with the first piece: a body without any is empty, however it is said to be packed.
        let unpacker = self.unpacker.get_or_insert_with(|| {
            let capped = Capped { bytes: Vec::new(), cap: self.cap, is_over: false };
            match self.encoding.as_str() {
                "gzip" | "x-gzip" => Unpacker::Gzip(Box::new(MultiGzDecoder::new(capped))),
                "br" => Unpacker::Brotli(Box::new(DecompressorWriter::new(capped, 0))),
                _ => Unpacker::Plain(capped),
            }
        });
        let taken = match unpacker {
            Unpacker::Plain(capped) => capped.write_all(piece),
            Unpacker::Gzip(decoder) => decoder.write_all(piece),
            Unpacker::Brotli(decoder) => decoder.write_all(piece),
        };
        taken.map_err(|error| unpacker.trouble(&error))
    }

    /// The whole body, once all of it has come.
    pub(super) fn finish(self) -> Result<Vec<u8>, TroubleKind> {
        let Some(mut unpacker) = self.unpacker else { return Ok(Vec::new()) };
        let whole = match &mut unpacker {
            Unpacker::Plain(_) => Ok(()),
            Unpacker::Gzip(decoder) => decoder.try_finish(),
            Unpacker::Brotli(decoder) => decoder.close(),
        };
        whole.map_err(|error| unpacker.trouble(&error))?;
        Ok(std::mem::take(&mut unpacker.capped_mut().bytes))
    }
}

impl Unpacker {
    fn capped_mut(&mut self) -> &mut Capped {
        match self {
            Self::Plain(capped) => capped,
            Self::Gzip(decoder) => decoder.get_mut(),
            Self::Brotli(decoder) => decoder.get_mut(),
        }
    }

    fn trouble(&mut self, error: &io::Error) -> TroubleKind {
        if self.capped_mut().is_over {
            return TroubleKind::TooLarge;
        }
        tracing::debug!(%error, "a body can't be unpacked");
        TroubleKind::Connection
    }
}
