//! The one way state changes: a message in, effects out. Routes; the panes' business is in their own files.

use crate::article::safe_link;
use crate::keymap::{Action, Key};
use crate::marks::SectionDeed;

use crate::trouble::{Trouble, TroubleKind};

use super::help::Help;
use super::overlay::{Menu, Overlay, PromptKind};
use super::reading::page_step;
use super::{Ask, Edition, EditionKind, Effect, Model, Msg, Pane, SectionAnswer};

/// Takes one message in and says what the outside is to do.
#[must_use]
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => model.key(key),
        Msg::Command(command) => model.command(command),
        Msg::Paste(words) => model.paste(&words),
        Msg::Mouse(mouse) => model.mouse(mouse),
        Msg::Resize(size) => {
            model.size = size;
            model.fit();
            model.drop_picture()
        }
        Msg::Headlines(answer) => model.take_headlines(answer),
        Msg::Article(answer) => model.take_article(&answer.key, answer.outcome, answer.waiting),
        Msg::Changes(answer) => {
            model.take_changes(answer);
            Vec::new()
        }
        Msg::Forecast(answer) => model.take_forecast(&answer.key, answer.outcome, answer.waiting),
        Msg::Found { typed, found } => {
            model.take_found(&typed, *found);
            Vec::new()
        }
        Msg::Counts(counts) => {
            model.sections.counts = counts.into_iter().filter(|(_, unread)| unread.all > 0).collect();
            Vec::new()
        }
        Msg::Failing(failing) => {
            model.take_failing(failing);
            Vec::new()
        }
        Msg::Details(details) => {
            model.take_details(details);
            Vec::new()
        }
        Msg::Listened { turn, trouble } => {
            model.take_listened(turn, trouble);
            Vec::new()
        }
        Msg::Played(end) => model.take_played(end),
        Msg::Picture(answer) => {
            model.take_picture(answer);
            Vec::new()
        }
        Msg::Edition(edition) => model.turn_to(*edition),
        Msg::Notice(said) => {
            model.notice = Some(said);
            Vec::new()
        }
    }
}

impl Model {
    fn turn_to(&mut self, edition: Edition) -> Vec<Effect> {
        let came_back = self.edition == EditionKind::SampleInstead;
        self.take_edition(edition);
        self.focus = Pane::Headlines;
        if self.edition == EditionKind::SampleInstead {
            let again = self.keymap.hint(Action::Refresh);
            self.notice = Some(format!(
                "No news can be had: this is the sample edition, all of it made up. {again} tries again."
            ));
        }
        // The reader asked for the live outlets just now.
        if came_back && self.spares_the_line() {
            return self.begin_asking(Ask::Now);
        }
        self.begin()
    }

    fn take_headlines(&mut self, mut answer: SectionAnswer) -> Vec<Effect> {
        let done = answer.waiting == 0;
        if self.headlines.section != answer.section {
            return if done { vec![self.count()] } else { Vec::new() };
        }
        let answered = answer.section.clone();
        let is_failure = |trouble: &Trouble| !matches!(trouble.kind, TroubleKind::Spent(_));
        let nobody_answered = done && answer.headlines.is_empty() && answer.troubles.iter().any(is_failure);
        self.nothing_kept = self.nothing_kept && answer.headlines.is_empty();
        let open = self.article.headline.as_ref().filter(|_| self.focus == Pane::Article);
        let reads = open.is_some_and(|open| self.headlines.current().is_some_and(|row| row.key == open.key));
        self.leave_out_muted(&mut answer.headlines);
        self.headlines.take(answer, reads);
        self.look_again(Pane::Headlines);
        let (style, height) = (self.row_style(), self.headlines_height());
        self.headlines.keep_in_sight(style, height);
        if nobody_answered && self.nothing_kept && self.edition == EditionKind::Live {
            return vec![Effect::OpenSample];
        }
        let mut effects = if done { vec![self.count()] } else { Vec::new() };
        if self.headlines.then_read
            && !self.headlines.list.is_empty()
            && (done || self.headlines.unread(&self.marks) > 0)
        {
            self.headlines.then_read = false;
            let first = self.headlines.list.iter().position(|headline| !self.marks.is_read(&headline.key));
            if let Some(index) = first {
                effects.extend(self.open_story(index));
            } else {
                // The count was old: all of it is read. On to the next section that has some.
                if let Some(unread) = self.sections.counts.get_mut(&answered) {
                    unread.own = 0;
                }
                effects.extend(self.read_on(1));
            }
        }
        effects
    }

    /// After a resize or a change of panes: the page for the new width, the markers in sight.
    pub(super) fn fit(&mut self) {
        self.reflow();
        let height = self.article_height();
        self.article.scroll(0, height);
        let (style, height) = (self.row_style(), self.headlines_height());
        self.headlines.keep_in_sight(style, height);
        let height = self.sections_height();
        self.sections.keep_in_sight(height);
        self.fit_failures();
    }

    fn paste(&mut self, words: &str) -> Vec<Effect> {
        if let Some(Overlay::Prompt(prompt)) = &mut self.overlay {
            prompt.paste(words);
            self.look_live();
        } else if let Some(url) = safe_link(words) {
            let readable = url.starts_with("http");
            self.overlay = Some(Overlay::Menu(Menu { title: url.clone(), url, readable, media: None, selected: 0 }));
        }
        Vec::new()
    }

    /// Whatever the reader does ends what was said and what was waited for before.
    pub(super) fn begin_deed(&mut self) {
        self.notice = None;
        self.headlines.then_read = false;
        self.headlines.resume = None;
        self.details_asked = None;
        self.begun.count = None;
        self.headlines.touched |= self.focus != Pane::Sections;
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
        let Some((key, count)) = self.whole_key(key).and_then(|key| self.with_count(key)) else { return Vec::new() };
        self.begin_deed();
        match self.overlay.take() {
            Some(Overlay::Prompt(prompt)) => self.prompt_key(prompt, key),
            Some(Overlay::Menu(menu)) => self.menu_key(menu, key),
            Some(Overlay::Help(help)) => self.help_key(help, key),
            Some(Overlay::Themes { selected }) => self.themes_key(selected, key),
            Some(Overlay::QrCode(code)) => self.code_key(code, key),
            Some(Overlay::Failures(list)) => self.failures_key(list, key),
            Some(Overlay::Picture(viewing)) => self.picture_key(viewing, key),
            Some(Overlay::Details(_))
                if matches!(
                    self.keymap.action(key),
                    Some(Action::Details | Action::Back | Action::Cancel | Action::Out)
                ) =>
            {
                Vec::new()
            }
            // Any other key does what it does without them.
            Some(Overlay::Details(_)) | None => {
                self.keymap.action(key).map(|action| self.act_times(action, count)).unwrap_or_default()
            }
        }
    }

    /// Does what a key stands for.
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Down => self.going_down(|model| model.step(1)),
            Action::Up => self.step(-1),
            Action::In | Action::Open => self.go_in(),
            Action::Out => self.go_out(),
            Action::NextPane => self.go_to_pane(true),
            Action::PreviousPane => self.go_to_pane(false),
            Action::Top => self.jump(isize::MIN),
            Action::Bottom => self.jump(isize::MAX),
            Action::PageDown => self.going_down(|model| model.page(1)),
            Action::PageUp => self.page(-1),
            Action::ReadOn => self.read_on(1),
            Action::NextUnread => self.hit_or_unread(1),
            Action::PreviousUnread => self.hit_or_unread(-1),
            Action::NextStory => self.neighbour(1),
            Action::PreviousStory => self.neighbour(-1),
            Action::Elsewhere => self.elsewhere(),
            Action::NextSubhead => self.subhead(1),
            Action::PreviousSubhead => self.subhead(-1),
            Action::Changes => self.toggle_changes(),
            Action::Zen => {
                self.zen = self.focus == Pane::Article && !self.zen;
                self.fit();
                Vec::new()
            }
            Action::Find => self.ask(PromptKind::Find),
            Action::Search => self.ask(PromptKind::Search),
            Action::GoTo => self.ask(PromptKind::Section),
            Action::Links => self.ask_for_link(),
            Action::Menu => self.open_menu(),
            Action::Copy => self.copy(),
            Action::Listen => self.toggle_listening(),
            Action::Play => self.toggle_playing(),
            Action::Save => self.toggle_saved(),
            Action::ToggleRead => self.toggle_read(),
            Action::MarkAllRead => self.mark_all_read(),
            Action::MarkAbove => self.mark_beside(false),
            Action::MarkBelow => self.mark_beside(true),
            Action::Undo => self.take_back(),
            Action::Pin => self.toggle_pin(),
            Action::Hide => self.toggle_hidden(),
            Action::ShowHidden => self.toggle_show_hidden(),
            Action::MoveUp => self.move_or_measure(false, 1),
            Action::MoveDown => self.move_or_measure(true, 1),
            Action::Refresh => self.refresh(),
            Action::RefreshAll => self.refresh_all(),
            Action::Failures => self.open_failures(),
            Action::ShowMuted => self.toggle_show_muted(),
            Action::Command => self.ask(PromptKind::Command),
            Action::Details => self.ask_details(),
            Action::Themes => self.open_themes(),
            Action::Picture => self.ask_picture(),
            Action::Help => {
                self.overlay = Some(Overlay::Help(Help::default()));
                Vec::new()
            }
            Action::Back => self.back(),
            Action::Quit => self.quit(),
            Action::Cancel => {
                self.find = None;
                self.article.chosen = None;
                self.stop_listening()
            }
            Action::Redraw => vec![Effect::Redraw],
            Action::Suspend => vec![Effect::Suspend],
        }
    }

    pub(super) fn step(&mut self, by: isize) -> Vec<Effect> {
        match self.focus {
            Pane::Sections => {
                let height = self.sections_height();
                self.sections.go(by, height);
            }
            Pane::Headlines => {
                let (style, height) = (self.row_style(), self.headlines_height());
                self.headlines.go(by, style, height);
            }
            Pane::Article => {
                let height = self.article_height();
                self.article.walk(by, height);
            }
        }
        Vec::new()
    }

    pub(super) fn page(&mut self, pages: isize) -> Vec<Effect> {
        let rows = match self.focus {
            Pane::Sections => page_step(self.sections_height()),
            Pane::Headlines => {
                let fitting = self.headlines.fitting(self.row_style(), self.headlines_height());
                isize::try_from(fitting).unwrap_or(isize::MAX)
            }
            Pane::Article => page_step(self.article_height()),
        };
        self.jump(rows.saturating_mul(pages))
    }

    fn go_in(&mut self) -> Vec<Effect> {
        match self.focus {
            Pane::Sections => {
                if let Some(id) = self.sections.unfold() {
                    return self.note_unfolded(vec![id]);
                }
                let Some(id) = self.sections.current().map(|section| section.id.clone()) else {
                    return Vec::new();
                };
                self.focus = Pane::Headlines;
                if id == self.headlines.section {
                    // Coming back is when a list may change.
                    if self.headlines.show_pending() {
                        self.look_again(Pane::Headlines);
                    }
                    return Vec::new();
                }
                let mut effects = self.open_section(&id, Ask::IfStale);
                effects.extend(self.note_opened(&id));
                effects
            }
            Pane::Headlines => match (&self.headlines.browser_page, self.headlines.list.is_empty()) {
                (Some(_), true) => self.open_menu(),
                _ => self.open_story(self.headlines.selected),
            },
            Pane::Article => self.open_chosen(),
        }
    }

    fn go_out(&mut self) -> Vec<Effect> {
        match self.focus {
            Pane::Article => self.leave_to_list(),
            Pane::Headlines => {
                self.end_sitting();
                self.focus = Pane::Sections;
                self.fit();
                Vec::new()
            }
            Pane::Sections => {
                let height = self.sections_height();
                match self.sections.fold_or_out(height) {
                    Some(folded) => self.record_sections(vec![(folded, SectionDeed::Folded)]),
                    None => Vec::new(),
                }
            }
        }
    }

    pub(super) fn leave_to_list(&mut self) -> Vec<Effect> {
        let effects = self.leave_article();
        self.focus = Pane::Headlines;
        self.zen = false;
        self.article.numbers = false;
        self.fit();
        effects
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.focus == Pane::Sections { self.quit() } else { self.go_out() }
    }

    /// Ends the program; what is being read is noted first.
    pub(super) fn quit(&mut self) -> Vec<Effect> {
        let mut effects = self.leave_article();
        effects.push(Effect::Quit);
        effects
    }

    fn go_to_pane(&mut self, forward: bool) -> Vec<Effect> {
        let panes = [Pane::Sections, Pane::Headlines, Pane::Article];
        let usable = if self.article.headline.is_some() { 3 } else { 2 };
        let at = panes.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        let next = if forward { at + 1 } else { at + usable - 1 } % usable;
        self.focus_on(panes.get(next).copied().unwrap_or(Pane::Headlines))
    }

    /// Gives the keys to another pane, or leaves them where they are.
    pub(super) fn focus_on(&mut self, pane: Pane) -> Vec<Effect> {
        if pane == self.focus {
            return Vec::new();
        }
        let effects = if self.focus == Pane::Article { self.leave_article() } else { Vec::new() };
        self.focus = pane;
        if self.focus == Pane::Sections {
            self.end_sitting();
        }
        self.zen = self.zen && self.focus == Pane::Article;
        self.fit();
        effects
    }

    pub(super) fn subhead(&mut self, by: isize) -> Vec<Effect> {
        let height = self.article_height();
        match self.article.page.subhead(self.article.top, by) {
            Some(line) if self.focus == Pane::Article => self.article.scroll_to(line, height),
            _ => self.notice = Some(format!("No subhead {}.", if by > 0 { "below" } else { "above" })),
        }
        Vec::new()
    }

    pub(super) fn refresh(&mut self) -> Vec<Effect> {
        if self.edition == EditionKind::SampleInstead {
            return self.refresh_section();
        }
        match (self.focus, &self.article.headline) {
            (Pane::Article, Some(headline)) => {
                let load = self.load(headline, Ask::Now);
                self.article.waiting = true;
                self.article.trouble = None;
                vec![load]
            }
            (Pane::Sections, _) => {
                let Some(id) = self.sections.current().map(|section| section.id.clone()) else {
                    return Vec::new();
                };
                if id == self.headlines.section { self.refresh_section() } else { self.open_section(&id, Ask::Now) }
            }
            _ => self.refresh_section(),
        }
    }
}
