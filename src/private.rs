//! Folders and files for the eyes of one user: what somebody reads is nobody else's business.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

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

/// Puts `bytes` in the place of a file, with mode 0600 on Unix: whoever reads it sees the old or the new, whole. A link
/// stays one, and the file that it leads to is replaced.
///
/// # Errors
/// The system's.
pub fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    if let Some(folder) = file.parent() {
        make_folder(folder)?;
    }
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let beside: PathBuf = file.with_file_name(name);
    let written = write_new(&beside, bytes).and_then(|()| std::fs::rename(&beside, &file));
    if written.is_err() {
        // What could not be written in full is of no use, and may not even be there.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
