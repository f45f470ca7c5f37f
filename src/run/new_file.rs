//! Writing files that people will fill in or change: whole or not at all, several together or none of them, and never over
//! one that is there.

use super::RunError;
use super::folder::{make_parents, remove_empty};
use crate::lang::Text;
use crate::text;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Writes a new file, by way of one beside it.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), RunError> {
    is_new(path)?;
    write_all_new(&[(path.to_path_buf(), bytes)])
}

/// Writes new files, all of them or none, and makes the folders that they stand in.
pub fn write_all_new(files: &[(PathBuf, impl AsRef<[u8]>)]) -> Result<(), RunError> {
    let mut made = Vec::new();
    let mut in_place = Vec::new();
    let written = (|| {
        let mut beside = Vec::new();
        for (path, bytes) in files {
            let absolute = std::path::absolute(path).map_err(|error| cannot_write(path, &error))?;
            made.extend(make_parents(&absolute)?);
            beside.push(write_beside(path, bytes.as_ref()).map_err(|error| cannot_write(path, &error))?);
        }
        for (file, (path, _)) in beside.into_iter().zip(files) {
            file.persist_noclobber(path).map_err(|failed| match failed.error.kind() {
                io::ErrorKind::AlreadyExists => exists(path),
                _ => cannot_write(path, &failed.error),
            })?;
            in_place.push(path);
        }
        Ok(())
    })();
    if written.is_err() {
        // They were not there a moment ago.
        in_place.iter().for_each(|path| drop(fs::remove_file(path)));
        remove_empty(&made);
    }
    written
}

/// Whether a new file can be written there, as far as can be said before it is.
pub fn is_new(path: &Path) -> Result<(), RunError> {
    let folder = folder_of(path);
    match path.symlink_metadata() {
        Ok(_) => Err(exists(path)),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(cannot_write(path, &error)),
        Err(_) if !folder.is_dir() => {
            let (path, folder) = (path.display(), folder.display());
            Err(RunError::new(
                text!(
                    "无法写入 `{path}`：没有文件夹 `{folder}`",
                    "cannot write `{path}`: there is no folder `{folder}`"
                ),
                Some(text!("请先建好这个文件夹，或换一个位置", "make that folder first, or choose another place")),
            ))
        }
        Err(_) => is_open(folder, path),
    }
}

/// Whether a folder that is not there can be made, as far as can be said before it is.
pub fn can_be_made(folder: &Path) -> Result<(), RunError> {
    let absolute = std::path::absolute(folder).map_err(|error| cannot_write(folder, &error))?;
    let standing = absolute.ancestors().find(|part| part.symlink_metadata().is_ok());
    standing.map_or(Ok(()), |standing| is_open(standing, folder))
}

/// Whether files can be written in a folder: a file without a name is, and is gone at once.
fn is_open(folder: &Path, path: &Path) -> Result<(), RunError> {
    tempfile::tempfile_in(folder).map(drop).map_err(|error| cannot_write(path, &error))
}

fn write_beside(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    // A temporary file is closed to others by default; this one is to be handed round.
    let open = |path: &Path| File::create_new(path);
    let mut file = tempfile::Builder::new().prefix(".liftfit-").make_in(folder_of(path), open)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn exists(path: &Path) -> RunError {
    let path = path.display();
    RunError::new(
        text!("`{path}` 已经存在，不会覆盖", "`{path}` exists and is left alone"),
        Some(text!("请换一个文件名，或先把它移走", "choose another name, or move it away first")),
    )
}

/// Without the hints at a previous run that a folder of outputs gets.
fn cannot_write(path: &Path, error: &io::Error) -> RunError {
    let help: Option<Text> = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Some(text!("请清理磁盘，或换一个位置", "free some space, or choose another place"))
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            Some(text!("请换一个可以写入的位置", "choose a place that can be written to"))
        }
        _ => None,
    };
    RunError { help, ..RunError::cannot_write(path, error) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("调查表.xlsx");
        write_new(&path, b"one").unwrap();
        let error = write_new(&path, b"two").unwrap_err();
        assert!(error.message.zh.contains("不会覆盖"), "{error:?}");
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn of_several_files_all_are_written_or_none() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        fs::write(path("二.html"), "里面有字").unwrap();
        let error = write_all_new(&[(path("新/一.xlsx"), "1"), (path("二.html"), "2")]).unwrap_err();
        assert!(error.message.zh.contains("二.html"), "{error:?}");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no folder, no first file, nothing beside");
        write_all_new(&[(path("新/一.xlsx"), "1"), (path("新/三.html"), "3")]).unwrap();
        assert_eq!(fs::read_dir(path("新")).unwrap().count(), 2);
    }

    #[test]
    fn a_folder_that_is_missing_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let error = write_new(&dir.path().join("没有/调查表.xlsx"), b"").unwrap_err();
        assert!(error.message.zh.contains("没有文件夹") && error.help.is_some(), "{error:?}");
        fs::write(dir.path().join("文件"), "").unwrap();
        assert!(write_new(&dir.path().join("文件/调查表.xlsx"), b"").is_err());
    }
}
