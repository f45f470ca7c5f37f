//! Writing one file that people will fill in or change: whole or not at all, and never over one that is there.

use super::RunError;
use crate::lang::Text;
use crate::text;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Writes a new file, by way of one beside it.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), RunError> {
    is_new(path)?;
    write_beside(path, bytes).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => exists(path),
        _ => cannot_write(path, &error),
    })
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
        Err(_) => Ok(()),
    }
}

fn write_beside(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A temporary file is closed to others by default; this one is to be handed round.
    let open = |path: &Path| File::create_new(path);
    let mut file = tempfile::Builder::new().prefix(".liftfit-").make_in(folder_of(path), open)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path)?;
    Ok(())
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
        text!(
            "`{path}` 已经存在，可能有人填过，不会覆盖",
            "`{path}` exists, somebody may have filled it in, and it is left alone"
        ),
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
    use std::fs;

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
    fn a_folder_that_is_missing_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let error = write_new(&dir.path().join("没有/调查表.xlsx"), b"").unwrap_err();
        assert!(error.message.zh.contains("没有文件夹") && error.help.is_some(), "{error:?}");
        fs::write(dir.path().join("文件"), "").unwrap();
        assert!(write_new(&dir.path().join("文件/调查表.xlsx"), b"").is_err());
    }
}
