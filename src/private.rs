//! Folders and files for the eyes of one user: what somebody reads is nobody else's business.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::Path;

/// Makes the folder, and those above it, where they are missing: with mode 0700 on Unix.
///
/// # Errors
/// The system's.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// For opening a file at its end; one that is missing is made, with mode 0600 on Unix.
#[must_use]
pub fn appending() -> OpenOptions {
    let mut options = making();
    options.append(true);
    options
}

/// For opening a file at its start, with what is in it; one that is missing is made, with mode 0600 on Unix.
#[must_use]
pub fn overwriting() -> OpenOptions {
    let mut options = making();
    options.write(true);
    options
}

fn making() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
