//! Files and texts for other programs: saved stories, completions, the manual, the help.

use super::{EBB, TURNING, dateline, home};

const COMMANDS: [&str; 17] = [
    "sections",
    "list",
    "read",
    "search",
    "save",
    "mark",
    "fetch",
    "doctor",
    "outlets",
    "add",
    "remove",
    "import",
    "export",
    "weather",
    "stats",
    "completions",
    "man",
];

#[test]
fn saved_stories_become_files() {
    let home = home();
    let folder = home.path().join("kept");
    let folder = folder.to_str().unwrap();
    let nothing = dateline(home.path(), &["export", "--saved", folder]);
    assert_eq!((nothing.err.as_str(), nothing.code), ("No story is saved.\n", Some(3)));
    dateline(home.path(), &["save", TURNING, EBB]);
    let said = dateline(home.path(), &["--offline", "export", "--saved", folder]);
    let missing = "https://lantern.example/story/ebb: Working offline; not in the cache.\n";
    assert_eq!((said.err.as_str(), said.code), (missing, Some(1)));
    let rows = said.rows();
    let [row] = rows.as_slice() else { panic!("{}", said.out) };
    assert_eq!(row[1..], [TURNING, "The tide turns"]);
    let name = row[0].strip_prefix(&format!("{folder}/2026-09-21-the-tide-turns-")).unwrap();
    assert_eq!(name.len(), "123456.txt".len());
    let text = std::fs::read_to_string(row[0]).unwrap();
    assert!(text.starts_with("The tide turns\n") && text.contains("end of the pier"), "{text}");
    assert!(text.ends_with("\n\nhttps://lantern.example/story/turning\n"), "{text}");
    let again = dateline(home.path(), &["--offline", "export", "--saved", folder, "--json"]).json();
    assert_eq!(again[0]["file"], row[0], "the same story has the same file");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);
    let said = dateline(home.path(), &["--offline", "export", "--saved", folder, "--markdown"]);
    let text = std::fs::read_to_string(said.rows()[0][0]).unwrap();
    let head = "# The tide turns\n\n<https://lantern.example/story/turning>\n\nThe gauge at the end of the pier";
    assert_eq!(said.rows()[0][0], row[0].replace(".txt", ".md"));
    assert!(text.starts_with(head), "{text}");
}

#[test]
fn completions_and_manual_name_every_command() {
    let home = tempfile::tempdir().unwrap();
    for arguments in
        [&["completions", "bash"][..], &["completions", "zsh"], &["completions", "fish"], &["man"], &["--help"]]
    {
        let said = dateline(home.path(), arguments);
        assert_eq!((said.err.as_str(), said.code), ("", Some(0)));
        for command in COMMANDS {
            assert!(said.out.contains(command), "{command} in {arguments:?}");
        }
    }
    let page = dateline(home.path(), &["man", "list"]).out;
    assert!(page.contains(".TH dateline-list 1") && page.contains("\\-\\-unread"), "{page}");
    assert_eq!(dateline(home.path(), &["man", "lisp"]).code, Some(2));
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn the_help_says_what_columns_and_exit_codes_mean() {
    let home = tempfile::tempdir().unwrap();
    for command in ["sections", "list", "read", "search", "save", "mark", "fetch"] {
        let said = dateline(home.path(), &[command, "--help"]).out;
        let has_rows = ["sections", "list", "search", "fetch"].contains(&command);
        assert!(!has_rows || said.contains("In a pipe"), "{said}");
        assert!(said.contains("Exit codes:\n  0  done\n  1  "), "{said}");
    }
}
