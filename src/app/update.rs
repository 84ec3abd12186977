//! The one way state changes: a message in, effects out. Routes; the panes' business is in their own files.

use crate::article::safe_link;
use crate::keymap::{Action, Code, Key};
use crate::news::SectionId;

use super::find::{self, Find};
use super::headlines_pane::HeadlinesPane;
use super::overlay::{Menu, MenuDeed, Overlay, Prompt, PromptKind};
use super::reading::page_step;
use super::{Ask, Edition, EditionKind, Effect, Model, Msg, Pane, SectionAnswer};

/// Takes one message in and says what the outside is to do.
#[must_use]
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => model.key(key),
        Msg::Paste(words) => model.paste(&words),
        Msg::Resize(size) => {
            model.size = size;
            model.fit();
            Vec::new()
        }
        Msg::Headlines(answer) => model.take_headlines(answer),
        Msg::Article(answer) => {
            model.take_article(&answer.key, answer.outcome, answer.waiting);
            Vec::new()
        }
        Msg::Found { query, headlines } => {
            if model.headlines.section == SectionId::search() && model.headlines.title == search_title(&query) {
                model.headlines.waiting = 0;
                model.headlines.list = headlines;
            }
            Vec::new()
        }
        Msg::Counts(counts) => {
            model.sections.counts = counts.into_iter().filter(|(_, count)| *count > 0).collect();
            Vec::new()
        }
        Msg::Edition(edition) => model.turn_to(edition),
        Msg::Notice(said) => {
            model.notice = Some(said);
            Vec::new()
        }
    }
}

fn search_title(query: &str) -> String {
    format!("Search: {query}")
}

impl Model {
    fn turn_to(&mut self, edition: Edition) -> Vec<Effect> {
        self.take_edition(edition);
        self.focus = Pane::Headlines;
        self.begin()
    }

    fn take_headlines(&mut self, answer: SectionAnswer) -> Vec<Effect> {
        let done = answer.waiting == 0;
        if self.headlines.section != answer.section {
            return if done { vec![self.count()] } else { Vec::new() };
        }
        let nobody_answered = done && answer.headlines.is_empty() && !answer.troubles.is_empty();
        self.nothing_kept = self.nothing_kept && answer.headlines.is_empty();
        self.headlines.take(answer);
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
            effects.extend(first.map(|index| self.open_story(index)).unwrap_or_default());
        }
        effects
    }

    /// After a resize or a change of panes: the page for the new width, the markers in sight.
    fn fit(&mut self) {
        self.reflow();
        let height = self.article_height();
        self.article.scroll(0, height);
        let (style, height) = (self.row_style(), self.headlines_height());
        self.headlines.keep_in_sight(style, height);
        let height = self.sections_height();
        self.sections.keep_in_sight(height);
    }

    fn paste(&mut self, words: &str) -> Vec<Effect> {
        if let Some(Overlay::Prompt(prompt)) = &mut self.overlay {
            prompt.paste(words, &self.sections.all);
            self.look_live();
        } else if let Some(url) = safe_link(words) {
            self.overlay = Some(Overlay::Menu(Menu { title: url.clone(), url, readable: true, selected: 0 }));
        }
        Vec::new()
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
        self.notice = None;
        match self.overlay.take() {
            Some(Overlay::Prompt(prompt)) => self.prompt_key(prompt, key),
            Some(Overlay::Menu(menu)) => self.menu_key(menu, key),
            Some(Overlay::Help { top }) => self.help_key(top, key),
            None => match (self.keymap.action(key), key.code) {
                (Some(action), _) => self.act(action),
                (None, Code::Char(digit @ '1'..='9')) if self.focus == Pane::Article && !key.ctrl && !key.alt => {
                    self.number_links();
                    let mut prompt = Prompt::new(PromptKind::Link, &self.sections.all);
                    prompt.paste(&digit.to_string(), &self.sections.all);
                    self.link_prompt(prompt)
                }
                _ => Vec::new(),
            },
        }
    }

    /// Does what a key stands for.
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Down => self.step(1),
            Action::Up => self.step(-1),
            Action::In | Action::Open => self.go_in(),
            Action::Out => self.go_out(),
            Action::NextPane => self.go_to_pane(true),
            Action::PreviousPane => self.go_to_pane(false),
            Action::Top => self.jump(isize::MIN),
            Action::Bottom => self.jump(isize::MAX),
            Action::PageDown => self.page(1),
            Action::PageUp => self.page(-1),
            Action::ReadOn => self.read_on(),
            Action::NextUnread => self.next_hit(true).unwrap_or_else(|| self.unread(true)),
            Action::PreviousUnread => self.next_hit(false).unwrap_or_else(|| self.unread(false)),
            Action::NextStory => self.neighbour(true),
            Action::PreviousStory => self.neighbour(false),
            Action::NextSubhead => self.subhead(true),
            Action::PreviousSubhead => self.subhead(false),
            Action::Zen => {
                self.zen = self.focus == Pane::Article && !self.zen;
                self.fit();
                Vec::new()
            }
            Action::Find => self.ask(PromptKind::Find),
            Action::Search => self.ask(PromptKind::Search),
            Action::GoTo => self.ask(PromptKind::Section),
            Action::Links => {
                if self.focus == Pane::Article && !self.article.page.links.is_empty() {
                    self.number_links();
                    return self.ask(PromptKind::Link);
                }
                self.notice = Some("No links here.".to_owned());
                Vec::new()
            }
            Action::Menu => self.open_menu(),
            Action::Copy => self.copy(),
            Action::Save => self.toggle_saved(),
            Action::ToggleRead => self.toggle_read(),
            Action::MarkAllRead => self.mark_all_read(),
            Action::Undo => self.take_back(),
            Action::Refresh => self.refresh(),
            Action::RefreshAll => self.refresh_all(),
            Action::Help => {
                self.overlay = Some(Overlay::Help { top: 0 });
                Vec::new()
            }
            Action::Back => self.back(),
            Action::Quit => self.quit(),
            Action::Cancel => {
                self.find = None;
                Vec::new()
            }
            Action::Redraw => vec![Effect::Redraw],
            Action::Suspend => vec![Effect::Suspend],
        }
    }

    fn step(&mut self, by: isize) -> Vec<Effect> {
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
                self.article.scroll(by, height);
            }
        }
        Vec::new()
    }

    fn jump(&mut self, by: isize) -> Vec<Effect> {
        self.step(by)
    }

    fn page(&mut self, pages: isize) -> Vec<Effect> {
        let rows = match self.focus {
            Pane::Sections => page_step(self.sections_height()),
            Pane::Headlines => {
                let fitting = self.headlines.fitting(self.row_style(), self.headlines_height());
                isize::try_from(fitting).unwrap_or(isize::MAX)
            }
            Pane::Article => page_step(self.article_height()),
        };
        self.step(rows.saturating_mul(pages))
    }

    fn go_in(&mut self) -> Vec<Effect> {
        match self.focus {
            Pane::Sections => {
                if self.sections.unfold() {
                    return Vec::new();
                }
                let Some(id) = self.sections.current().map(|section| section.id.clone()) else {
                    return Vec::new();
                };
                self.focus = Pane::Headlines;
                if id == self.headlines.section { Vec::new() } else { self.open_section(&id, Ask::IfStale) }
            }
            Pane::Headlines => match (&self.headlines.browser_page, self.headlines.list.is_empty()) {
                (Some(_), true) => self.open_menu(),
                _ => self.open_story(self.headlines.selected),
            },
            Pane::Article => Vec::new(),
        }
    }

    fn go_out(&mut self) -> Vec<Effect> {
        match self.focus {
            Pane::Article => self.leave_to_list(),
            Pane::Headlines => {
                self.focus = Pane::Sections;
                self.fit();
                Vec::new()
            }
            Pane::Sections => {
                let height = self.sections_height();
                self.sections.fold_or_out(height);
                Vec::new()
            }
        }
    }

    fn leave_to_list(&mut self) -> Vec<Effect> {
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
        let effects = if self.focus == Pane::Article { self.leave_article() } else { Vec::new() };
        self.focus = panes.get(next).copied().unwrap_or(Pane::Headlines);
        self.zen = self.zen && self.focus == Pane::Article;
        self.fit();
        effects
    }

    fn subhead(&mut self, forward: bool) -> Vec<Effect> {
        let height = self.article_height();
        match self.article.page.subhead(self.article.top, forward) {
            Some(line) if self.focus == Pane::Article => self.article.scroll_to(line, height),
            _ => self.notice = Some(format!("No subhead {}.", if forward { "below" } else { "above" })),
        }
        Vec::new()
    }

    fn refresh(&mut self) -> Vec<Effect> {
        match (self.focus, &self.article.headline) {
            (Pane::Article, Some(headline)) => {
                let (key, url) = (headline.key.clone(), headline.url.clone());
                self.article.waiting = true;
                self.article.trouble = None;
                vec![Effect::LoadArticle { key, url, ask: Ask::Now }]
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

    fn ask(&mut self, kind: PromptKind) -> Vec<Effect> {
        self.overlay = Some(Overlay::Prompt(Prompt::new(kind, &self.sections.all)));
        Vec::new()
    }

    fn prompt_key(&mut self, mut prompt: Prompt, key: Key) -> Vec<Effect> {
        match key.code {
            Code::Esc => {
                self.find = None;
                self.end_link_numbers();
                return Vec::new();
            }
            Code::Char('c') if key.ctrl => {
                self.end_link_numbers();
                return Vec::new();
            }
            Code::Enter => return self.accept(&prompt),
            Code::Backspace if prompt.input.is_empty() => {
                self.end_link_numbers();
                return Vec::new();
            }
            _ => {}
        }
        prompt.edit(key, &self.sections.all);
        if prompt.kind == PromptKind::Link {
            return self.link_prompt(prompt);
        }
        self.overlay = Some(Overlay::Prompt(prompt));
        self.look_live();
        Vec::new()
    }

    fn accept(&mut self, prompt: &Prompt) -> Vec<Effect> {
        let typed = prompt.input.trim();
        match prompt.kind {
            PromptKind::Find => {
                if let Some(find) = &self.find
                    && find.hits.is_empty()
                {
                    self.notice = Some(format!("“{typed}” is not here."));
                    self.find = None;
                }
                Vec::new()
            }
            PromptKind::Search if typed.is_empty() => Vec::new(),
            PromptKind::Search => {
                let mut effects = self.leave_article();
                self.headlines = HeadlinesPane {
                    section: SectionId::search(),
                    title: search_title(typed),
                    waiting: 1,
                    ..HeadlinesPane::default()
                };
                self.focus = Pane::Headlines;
                self.zen = false;
                self.find = None;
                effects.push(Effect::Search(typed.to_owned()));
                effects
            }
            PromptKind::Section => {
                let Some(choice) = prompt.choices.get(prompt.selected) else {
                    self.notice = Some(format!("No section is called “{typed}”."));
                    return Vec::new();
                };
                let effects = self.open_section(&choice.id.clone(), Ask::IfStale);
                self.focus = Pane::Headlines;
                self.zen = false;
                self.fit();
                effects
            }
            PromptKind::Link => self.choose_link(typed),
        }
    }

    /// Looks for what is being typed as it is typed.
    fn look_live(&mut self) {
        let Some(Overlay::Prompt(Prompt { kind: PromptKind::Find, input, .. })) = &self.overlay else {
            return;
        };
        let needle = input.trim().to_owned();
        if needle.is_empty() {
            self.find = None;
            return;
        }
        let (hits, from) = match self.focus {
            Pane::Sections => (find::in_sections(&self.sections.all, &needle), self.sections.selected),
            Pane::Headlines => (find::in_headlines(&self.headlines.list, &needle), self.headlines.selected),
            Pane::Article => (find::in_page(&self.article.page, &needle), self.article.top),
        };
        let find = Find { pane: self.focus, needle, hits };
        if let Some(hit) = find.from(from) {
            self.go_to_hit(hit);
        }
        self.find = Some(find);
    }

    fn next_hit(&mut self, forward: bool) -> Option<Vec<Effect>> {
        let find = self.find.as_ref().filter(|find| find.pane == self.focus)?;
        let at = match self.focus {
            Pane::Sections => self.sections.selected,
            Pane::Headlines => self.headlines.selected,
            Pane::Article => self.article.top,
        };
        let hit = find.next(at, forward)?;
        self.go_to_hit(hit);
        Some(Vec::new())
    }

    fn go_to_hit(&mut self, hit: usize) {
        match self.focus {
            Pane::Sections => {
                let height = self.sections_height();
                if let Some(id) = self.sections.all.get(hit).map(|section| section.id.clone()) {
                    self.sections.select(&id, height);
                }
            }
            Pane::Headlines => {
                let (style, height) = (self.row_style(), self.headlines_height());
                self.headlines.select(hit, style, height);
            }
            Pane::Article => {
                let height = self.article_height();
                self.article.scroll_to(hit, height);
            }
        }
    }

    fn number_links(&mut self) {
        if !self.article.numbers {
            self.article.numbers = true;
            self.reflow();
        }
    }

    fn end_link_numbers(&mut self) {
        if self.article.numbers {
            self.article.numbers = false;
            self.fit();
        }
    }

    /// Takes the link as soon as no longer number can be meant.
    fn link_prompt(&mut self, prompt: Prompt) -> Vec<Effect> {
        let count = self.article.page.links.len();
        let typed: usize = prompt.input.parse().unwrap_or(0);
        if typed > 0 && typed.saturating_mul(10) > count {
            return self.choose_link(&prompt.input);
        }
        self.overlay = Some(Overlay::Prompt(prompt));
        Vec::new()
    }

    fn choose_link(&mut self, typed: &str) -> Vec<Effect> {
        let link = typed
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1))
            .and_then(|index| self.article.page.links.get(index))
            .cloned();
        self.end_link_numbers();
        let Some(link) = link else {
            self.notice = Some(format!("There is no link {typed}."));
            return Vec::new();
        };
        let readable = link.url.starts_with("http");
        self.overlay = Some(Overlay::Menu(Menu { title: link.text, url: link.url, readable, selected: 0 }));
        Vec::new()
    }

    /// The address that `o` and `y` are about, with its title.
    fn address(&self) -> Option<(String, String)> {
        if let Some(headline) = self.subject() {
            return Some((headline.title.clone(), headline.url.clone()));
        }
        let section = match self.focus {
            Pane::Sections => self.sections.current(),
            _ => self.sections.find(&self.headlines.section),
        }?;
        Some((section.title.clone(), section.page.clone()?))
    }

    fn open_menu(&mut self) -> Vec<Effect> {
        match self.address() {
            Some((title, url)) => {
                self.overlay = Some(Overlay::Menu(Menu { title, url, readable: false, selected: 0 }));
            }
            None => self.notice = Some("There is no address here.".to_owned()),
        }
        Vec::new()
    }

    fn copy(&mut self) -> Vec<Effect> {
        match self.address() {
            Some((_, url)) => self.menu_deed(MenuDeed::Copy, "", &url),
            None => {
                self.notice = Some("There is no address here.".to_owned());
                Vec::new()
            }
        }
    }

    fn menu_key(&mut self, mut menu: Menu, key: Key) -> Vec<Effect> {
        let last = menu.deeds().len() - 1;
        match (self.keymap.action(key), key.code) {
            (_, Code::Enter) => {
                let deed = menu.deeds().get(menu.selected).copied().unwrap_or(MenuDeed::Copy);
                return self.menu_deed(deed, &menu.title, &menu.url);
            }
            (_, Code::Char(c)) if menu.deeds().iter().any(|deed| deed.words().0 == c) => {
                let deed = menu.deeds().iter().copied().find(|deed| deed.words().0 == c).unwrap_or(MenuDeed::Copy);
                return self.menu_deed(deed, &menu.title, &menu.url);
            }
            (Some(Action::Down), _) => menu.selected = (menu.selected + 1).min(last),
            (Some(Action::Up), _) => menu.selected = menu.selected.saturating_sub(1),
            (Some(Action::Back | Action::Cancel | Action::Out | Action::Menu), _) => return Vec::new(),
            (Some(Action::Quit), _) => return self.quit(),
            _ => {}
        }
        self.overlay = Some(Overlay::Menu(menu));
        Vec::new()
    }

    fn menu_deed(&mut self, deed: MenuDeed, title: &str, url: &str) -> Vec<Effect> {
        match deed {
            MenuDeed::Read => self.open_address(title, url),
            MenuDeed::Browse => vec![Effect::Browse(url.to_owned())],
            MenuDeed::Copy => {
                self.notice = Some("The address was sent to your terminal.".to_owned());
                vec![Effect::Copy(url.to_owned())]
            }
        }
    }

    fn help_key(&mut self, top: usize, key: Key) -> Vec<Effect> {
        let page = usize::from(self.size.height).saturating_sub(3).max(1);
        let top = match self.keymap.action(key) {
            Some(Action::Down) => top + 1,
            Some(Action::Up) => top.saturating_sub(1),
            Some(Action::ReadOn | Action::PageDown) => top + page,
            Some(Action::PageUp) => top.saturating_sub(page),
            Some(Action::Top) => 0,
            Some(Action::Quit) => return self.quit(),
            Some(Action::Suspend) => {
                self.overlay = Some(Overlay::Help { top });
                return vec![Effect::Suspend];
            }
            Some(Action::Help | Action::Back | Action::Cancel | Action::Out) => return Vec::new(),
            _ => top,
        };
        let lines = super::status::help_lines(&self.keymap).len();
        self.overlay = Some(Overlay::Help { top: top.min(lines.saturating_sub(page)) });
        Vec::new()
    }
}
