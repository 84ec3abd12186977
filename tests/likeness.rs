//! Which headlines are of one event: made-up ones, in the shapes in which outlets tell and titles deceive.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use dateline::likeness;
use dateline::news::{Headline, Label, StoryKey};

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 14, 5, 0).single().unwrap_or_default()
}

/// A story of an outlet, so many hours old.
fn told(outlet: &str, hours: i64, title: &str, standfirst: &str) -> Headline {
    let url = format!("https://{outlet}.example/{}", title.replace(' ', "-"));
    Headline {
        key: StoryKey::of(&url),
        url,
        title: title.to_owned(),
        kicker: None,
        standfirst: Some(standfirst.to_owned()),
        authors: Vec::new(),
        labels: Vec::new(),
        published: Some(now() - TimeDelta::hours(hours)),
        updated: None,
        seconds: None,
        enclosure: None,
        outlet: outlet.to_owned(),
        outlet_name: outlet.to_owned(),
    }
}

/// Two headlines, each with its standfirst.
type Pair = [(&'static str, &'static str); 2];

/// One event, told twice.
#[rustfmt::skip]
const SAME: [Pair; 24] = [
    [("Council votes to keep the Port Tāwhai swing bridge", "Councillors voted nine to four on Sunday to mend the 1911 crossing rather than replace it."),
     ("Port Tāwhai swing bridge saved by council vote", "The 1911 swing bridge will be mended after councillors voted nine to four against replacing it.")],
    [("Ferry Toroa aground on Shag Bank with 212 aboard", "The ferry Toroa ran onto Shag Bank at dusk and waits for the tide with 212 passengers."),
     ("Passengers spend night on Toroa after ferry runs onto Shag Bank", "All 212 passengers stayed aboard the ferry Toroa overnight after it ran aground.")],
    [("Magnitude 6.1 quake shakes Calder Bay", "A magnitude 6.1 earthquake struck off Calder Bay early on Monday, the survey said. There was no damage."),
     ("Calder Bay shaken by 6.1 earthquake", "No damage was reported after a magnitude 6.1 quake struck off Calder Bay before dawn.")],
    [("Novelist Solveig Aranui dies at 81", "Solveig Aranui, whose trilogy about the keepers of Cape Despond sold half a million copies, has died."),
     ("Solveig Aranui, author of the Cape Despond trilogy, dies aged 81", "The novelist, who had never seen a lighthouse, died at home on Saturday.")],
    [("Vessany elects Odile Marchetti as president", "Odile Marchetti won 54 per cent of the vote in the run-off in Vessany, officials said."),
     ("Marchetti wins run-off to become Vessany's president", "With 54 per cent of votes, Odile Marchetti beat the finance minister in Vessany's run-off.")],
    [("Saltmark and Brennau sign fishing truce in the Ilmar Strait", "The two governments signed a truce in Harn that lets both fleets fish the Ilmar Strait by turns."),
     ("Fishing truce signed for Ilmar Strait", "Saltmark and Brennau agreed in Harn that their fleets would take turns in the Ilmar Strait.")],
    [("Hēmana hill road shut by slip", "A slip has closed the Hēmana hill road in both directions after 90 millimetres of rain."),
     ("Slip closes Hēmana hill road after heavy rain", "Nobody was hurt when a slip came down across the Hēmana road on Friday night.")],
    [("Tarn Aerospace recalls 4,000 Wren gliders", "The maker has recalled 4,000 Wren gliders after two lost a rudder pin in flight."),
     ("Rudder pins: Tarn Aerospace calls back Wren gliders", "Tarn said 4,000 Wren gliders were to stay on the ground until their rudder pins had been changed.")],
    [("Minister Petra Lund resigns over ferry contract", "Transport minister Petra Lund resigned on Tuesday over a ferry contract given to her brother's yard."),
     ("Transport minister Lund quits in ferry contract row", "Petra Lund stepped down after it emerged that the ferry contract had gone to her brother.")],
    [("Hill Country all out for 61 as Dunmore win the Shield", "Dunmore bowled Hill Country out for 61 at Lantern Park to win the Shield for the first time."),
     ("Dunmore take first Shield after bowling Hill Country out for 61", "A rout at Lantern Park gave Dunmore the Shield: Hill Country lasted 24 overs.")],
    [("Probe Wren answers after eleven years of silence", "The spacecraft Wren, silent for eleven years beyond Neptune, answered a call sent by mistake."),
     ("Silent for eleven years, space probe Wren calls home", "Engineers had given the Wren probe up; on Sunday it answered from beyond Neptune.")],
    [("Bird hospital in Ōhinepai full of drunk kererū", "The Ōhinepai bird hospital asked people to stop bringing in kererū that have eaten fermented fruit."),
     ("Please stop sending us drunk kererū, says Ōhinepai bird hospital", "It is fruit season, the kererū are full of fermented berries, and the hospital has no perches left.")],
    [("Mount Sered erupts for the first time since 1908", "Ash rose eight kilometres over Mount Sered and 3,000 people left the villages on its slopes."),
     ("Villages emptied as Mount Sered erupts", "About 3,000 people were moved from the slopes of Mount Sered as ash rose eight kilometres.")],
    [("Brennau bank raises rates to 4.5 per cent", "The Bank of Brennau raised its rate by a quarter point to 4.5 per cent, citing the price of fish."),
     ("Brennau lifts interest rate to 4.5 per cent on fish prices", "A quarter point more: the central bank of Brennau said the price of fish left it no choice.")],
    [("Two climbers found alive on Mount Aldous", "Rescuers found two climbers alive in a snow hole on Mount Aldous after four nights."),
     ("Climbers survive four nights in Mount Aldous snow hole", "The two were found alive by rescuers on Mount Aldous and walked to the helicopter.")],
    [("Fog seller Rufus Quaill sent to prison for six years", "Rufus Quaill, who sold shares in the Hēmana fog to 1,100 people, was sentenced to six years."),
     ("Six years in prison for Rufus Quaill, the man who sold the fog", "A court sentenced Quaill for fraud: 1,100 people had bought shares in Hēmana fog.")],
    [("Lantern Hill school closed by measles", "Lantern Hill school will stay closed for a week after eleven pupils fell ill with measles."),
     ("Measles shuts Lantern Hill school for a week", "Eleven pupils at Lantern Hill have measles, and the school has closed its doors.")],
    [("Orchestra of Kettles wins the Marangi Prize", "Ilse Marangi's prize for new music went to the Orchestra of Kettles for forty minutes of steam."),
     ("Marangi Prize for new music goes to forty kettles", "The Orchestra of Kettles took the Marangi Prize with a work for steam and one organ.")],
    [("Storm Ottilie cuts power to 40,000 in Dunmore", "Storm Ottilie brought down lines across Dunmore and left 40,000 homes without power."),
     ("40,000 without power in Dunmore after Storm Ottilie", "Lines came down across Dunmore as Storm Ottilie crossed the coast on Saturday.")],
    [("Nether Oss mail server turns six", "The village of Nether Oss has run its own mail server for six years, and threw it a party."),
     ("Village of Nether Oss throws a party for its mail server", "Six years after the outage, Nether Oss still runs its own mail server.")],
    [("Thieves take Calder Bay's wrong maps", "Forty charts of places that are not there were stolen from the museum of wrong maps in Calder Bay."),
     ("Museum of wrong maps in Calder Bay burgled", "The thieves left with forty charts, said the keeper of the Calder Bay museum, and will not get far.")],
    [("Cabinet approves tunnel under Cape Despond", "The cabinet approved a 2.3 billion tunnel under Cape Despond after eleven years of studies."),
     ("Cape Despond tunnel gets cabinet's approval", "After eleven years of studies the cabinet agreed to pay 2.3 billion for the Cape Despond tunnel.")],
    [("Regierung in Brennau tritt zurück", "Nach dem Streit über die Fischquoten ist die Regierung von Ministerpräsident Anders Holm zurückgetreten."),
     ("Brennau: Ministerpräsident Holm und seine Regierung treten zurück", "Der Streit über die Fischquoten hat die Regierung von Anders Holm zu Fall gebracht.")],
    [("Sea lion found in Dunmore library", "A sea lion was found among the returned books in Dunmore library on Thursday morning."),
     ("Dunmore library opens late for a sea lion", "Staff found the sea lion by the returned books; Dunmore library opened at noon.")],
];

/// Two events that look like one, or two pieces of another kind about one.
#[rustfmt::skip]
const OTHER: [Pair; 42] = [
    // Two matches of one tournament.
    [("Crusher Gulls beat Otters 24-18 in Shield opener", "The Gulls won their first match of the Shield at Lantern Park by six points."),
     ("Crusher Gulls beat Herons 31-10 in Shield", "The Gulls won their second match of the Shield at Lantern Park by 21 points.")],
    [("Otters 24-18 Herons: late try settles Shield match", "A late try at Lantern Park settled it for the Otters in the Shield."),
     ("Otters 12-9 Magpies: late penalty settles Shield match", "A late penalty at Lantern Park settled it for the Otters in the Shield.")],
    [("Marchand beats Oduya in first round of Calder Open", "Lena Marchand won in straight sets in the first round of the Calder Open."),
     ("Holm beats Petrov in first round of Calder Open", "Anders Holm won in five sets in the first round of the Calder Open.")],
    [("Dunmore Rovers held to draw by Lantern Hill Reserves", "Rovers could not find a second goal in the league on Saturday."),
     ("Dunmore Rovers held to draw by Port Tāwhai United", "Rovers threw away a lead in the league on Wednesday.")],
    [("Women's eights: Ōhinepai win regatta heat", "Ōhinepai won their heat on the lake by two lengths and row in the final on Sunday."),
     ("Men's eights: University win regatta heat", "University won their heat on the lake by a length and row in the final on Sunday.")],
    // Two firms, one season of results.
    [("Tarn Aerospace profit rises 12% in third quarter", "Net profit in the three months to September rose to 40 million on strong orders, the company said."),
     ("Meridian Wool profit rises 9% in third quarter", "Net profit in the three months to September rose to 31 million on strong orders, the company said.")],
    [("Kauri Bank cuts 400 jobs as branches close", "Kauri Bank said it would cut 400 jobs and close 20 branches by June."),
     ("Tōtara Bank cuts 250 jobs as branches close", "Tōtara Bank said it would cut 250 jobs and close 11 branches by June.")],
    [("Harbour Foods recalls 3,000 pies over plastic", "Pies sold since Monday may have pieces of plastic in them, Harbour Foods said."),
     ("Upland Foods recalls 3,000 pies over nuts", "Pies sold since Monday may have nuts that the label leaves out, Upland Foods said.")],
    [("Shares of Brennau Steel fall 5% after warning", "Brennau Steel warned that its profit would be lower than last year."),
     ("Shares of Vessany Steel fall 7% after warning", "Vessany Steel warned that its profit would be lower than last year.")],
    [("Saltmark Airways orders twenty jets from Tarn", "The airline said the jets would be delivered from 2029."),
     ("Meridian Airways orders twenty jets from Orrin", "The airline said the jets would be delivered from 2030.")],
    // One person, another event.
    [("Prime minister Corin Hale opens Dunmore hospital", "Corin Hale cut the ribbon at the new hospital in Dunmore on Monday."),
     ("Prime minister Corin Hale meets Brennau's president", "Corin Hale and the president of Brennau spoke about fish for two hours on Monday.")],
    [("Odile Marchetti names her cabinet", "Vessany's new president named eleven ministers, six of them women."),
     ("Odile Marchetti visits flooded villages in the Oss valley", "Vessany's new president walked through the mud with the mayors.")],
    [("Ilse Marangi cancels tour with a broken wrist", "The composer fell on a staircase in Calder Bay and will not play before May."),
     ("Ilse Marangi gives fortune to music school", "The composer has given four million to a school for children in Harn.")],
    [("Singer Dov Amaral arrested in Harn", "Police in Harn held the singer after a fight in an hotel bar."),
     ("Singer Dov Amaral sells out six nights in Calder Bay", "All tickets for the six nights in March went within an hour.")],
    [("Bishop Quill calls for calm after riots", "The bishop spoke in the cathedral on Sunday evening."),
     ("Bishop Quill retires after thirty years", "The bishop will leave the cathedral house in June.")],
    // One place, another event.
    [("Fire destroys warehouse in Port Tāwhai", "Forty firefighters fought the blaze at a wool warehouse on the quay overnight."),
     ("Port Tāwhai warehouse to become flats", "The council agreed that ninety families may live in the old store.")],
    [("Man dies after crash on Hēmana hill", "A 42-year-old man died when his car left the Hēmana hill road on Friday."),
     ("Woman hurt in crash on Hēmana hill", "A 31-year-old woman was hurt when her van hit a bank on the Hēmana hill road on Saturday.")],
    [("Strike at Calder Bay docks begins", "Dockers in Calder Bay stopped work at midnight over night pay."),
     ("Whale swims into Calder Bay docks", "A young whale has been going round the docks in Calder Bay since noon.")],
    [("Man charged with murder in Lantern Hill", "A 29-year-old man has been charged with the murder of his neighbour in Lantern Hill."),
     ("Woman charged with arson in Lantern Hill", "A 51-year-old woman has been charged with setting fire to a shop in Lantern Hill.")],
    [("Mount Aldous rescue: helicopter finds skier", "A skier with a broken leg was flown from Mount Aldous on Sunday."),
     ("Mount Aldous hut closed by rats", "Walkers are asked to bring tents: the hut on Mount Aldous has rats.")],
    // Numbers that tell them apart.
    [("Magnitude 5.2 quake shakes Upper Oss", "An earthquake of magnitude 5.2 struck near Upper Oss on Monday morning."),
     ("Magnitude 4.4 quake rattles Motukawa", "An earthquake of magnitude 4.4 struck near Motukawa on Monday evening.")],
    [("Lotto: winning numbers for Saturday, 21 November", "The winning numbers are 4, 9, 17, 22, 31 and 40."),
     ("Lotto: winning numbers for Wednesday, 18 November", "The winning numbers are 2, 11, 13, 25, 33 and 38.")],
    [("Dunmore index closes up 1.2%", "Wool and freight led the Dunmore index higher on Friday."),
     ("Calder index closes down 0.8%", "Fish and steel led the Calder index lower on Friday.")],
    [("Petrol up 4 cents a litre from Monday", "Oil companies raise prices for the third week."),
     ("Diesel down 2 cents a litre from Tuesday", "Oil companies lower prices for the first time since May.")],
    [("Census: Motukawa has 12,400 people", "The town on the lake grew by 300 in five years."),
     ("Census: Upper Dunmore has 9,100 people", "The town on the hill shrank by 200 in five years.")],
    // A live blog, pictures, a question, a view: not the report.
    [("Live: Saltmark goes to the polls", "Minute by minute as Saltmark votes for a parliament of 101 seats."),
     ("Saltmark votes for a new parliament", "Polls opened in Saltmark at dawn for a parliament of 101 seats.")],
    [("In pictures: the Lantern Festival in Harn", "Ten thousand lanterns went down the river in Harn on Saturday night."),
     ("Lantern Festival draws record crowd to Harn", "Ten thousand lanterns went down the river in Harn on Saturday night, and 80,000 people watched.")],
    [("Why did the Dunmore dam fail?", "Engineers had warned about the spillway of the Dunmore dam since 2019."),
     ("Dunmore dam fails after a week of rain", "The spillway of the Dunmore dam gave way on Tuesday; engineers had warned since 2019.")],
    [("Opinion: the Orrin inquiry asks the wrong questions", "The inquiry into the Orrin works looks at valves and should look at wages."),
     ("Orrin inquiry hears of faulty valves", "The inquiry into the Orrin works heard on its second day that valves were never tested.")],
    [("What to know about the Brennau fever", "Brennau fever spreads by ticks, and most people get well within a week."),
     ("Brennau fever: nine more fall ill", "Nine more people fell ill with Brennau fever, which ticks spread, the ministry said.")],
    [("Morning briefing: the Kestrel verdict, and a duck", "A jury found Kestrel guilty; and a duck has crossed the motorway."),
     ("Jury finds Abel Kestrel guilty", "After nine hours a jury found Abel Kestrel guilty of poisoning ducks.")],
    [("Review: Kettle Season at the Harn Opera", "Forty kettles, one organ and the best silence of the season at the Harn Opera."),
     ("Harn Opera opens season with forty kettles", "The Harn Opera opened its season with forty kettles and one organ.")],
    // Before and after.
    [("Harn summit set to hold first session on Monday", "Leaders of nine states are to meet in Harn for the river summit."),
     ("River summit in Harn ends without agreement", "Leaders of nine states left Harn without agreeing on water.")],
    [("Gulls face Otters in Shield final on Sunday", "The Gulls and the Otters meet at Lantern Park for the Shield."),
     ("Gulls lift the Shield after beating Otters", "At Lantern Park the Gulls beat the Otters by a point.")],
    // One topic, another country or day.
    [("Flu season begins early in Vessany", "Doctors in Vessany have seen twice as many cases of flu as a year ago."),
     ("Flu jabs run out in Saltmark", "Chemists in Saltmark have no more vaccine against flu until December.")],
    [("Wolves return to Upper Oss", "A pair of wolves has been seen in the forest above Oss for the first time in a century."),
     ("Vessany votes against shooting wolves", "Parliament in Vessany voted 60 to 41 to go on protecting wolves.")],
    [("Dockers in Harn end strike", "Dockers in Harn go back to work on Monday with four per cent more pay."),
     ("Teachers in Harn begin strike", "Teachers in Harn stopped work on Monday and ask for six per cent more pay.")],
    [("Electric ferry sails in Saltmark", "The first electric ferry in Saltmark crossed the bay in forty minutes."),
     ("Electric ferry catches fire in Brennau", "Nobody was hurt when an electric ferry burned at its berth in Brennau.")],
    [("Rain forecast for Dunmore this weekend", "Up to 40 millimetres may fall on Dunmore and the hills by Sunday."),
     ("Snow forecast for the Hēmana ranges this weekend", "Up to 40 centimetres may fall on the Hēmana ranges by Sunday.")],
    [("Budget: more money for schools", "The finance minister gave schools 200 million more in her budget."),
     ("Budget: less money for roads", "The finance minister took 150 million from roads in her budget.")],
    // The same words in another language are other words.
    [("Brennau closes its last coal mine", "Miners in Brennau brought the last coal up on Friday."),
     ("Brennau schließt seine letzte Kohlegrube", "Am Freitag haben Bergleute in Brennau die letzte Kohle gefördert.")],
    [("Le marché aux fleurs de Harn ferme ses portes", "Les marchands de la place quittent la ville après un siècle de commerce."),
     ("Le conseil de Harn ferme le pont de la gare", "Les habitants de la ville demandent un autre chemin après la décision de la mairie.")],
];

/// All of them in one list, the first of each pair from one outlet, the second from another; the pairs' indices.
fn edition() -> (Vec<Headline>, Vec<[usize; 2]>) {
    let mut list = Vec::new();
    let mut pairs = Vec::new();
    for [(title, standfirst), (other_title, other_standfirst)] in SAME.iter().chain(&OTHER) {
        pairs.push([list.len(), list.len() + 1]);
        list.push(told("courier", 2, title, standfirst));
        list.push(told("lantern", 4, other_title, other_standfirst));
    }
    (list, pairs)
}

fn are_one(groups: &[Vec<usize>], [a, b]: [usize; 2]) -> bool {
    groups.iter().any(|group| group.contains(&a) && group.contains(&b))
}

#[test]
fn no_two_events_are_made_one() {
    let (list, pairs) = edition();
    let groups = likeness::groups(list.iter());
    let events = pairs.iter().take(SAME.len()).collect::<Vec<_>>();
    let wrong = groups.iter().filter(|group| !events.iter().any(|event| group.iter().all(|row| event.contains(row))));
    let wrong: Vec<Vec<&str>> =
        wrong.map(|group| group.iter().map(|row| list[*row].title.as_str()).collect()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn most_events_told_twice_are_found() {
    let (list, pairs) = edition();
    let groups = likeness::groups(list.iter());
    let missed = pairs.iter().take(SAME.len()).filter(|pair| !are_one(&groups, **pair));
    let missed: Vec<&str> = missed.map(|[first, _]| list[*first].title.as_str()).collect();
    assert!(missed.len() <= 5, "{} of {} are missed: {missed:#?}", missed.len(), SAME.len());
}

/// A pair that is found, in a list with all the others; what `change` makes of its second story.
fn pair_with(change: impl Fn(&mut Headline)) -> bool {
    let (mut list, _) = edition();
    change(&mut list[1]);
    are_one(&likeness::groups(list.iter()), [0, 1])
}

#[test]
fn what_parts_two_stories_whatever_they_say() {
    assert!(pair_with(|_| ()));
    assert!(!pair_with(|story| story.outlet = "courier".to_owned()), "one outlet's two stories");
    assert!(!pair_with(|story| story.published = Some(now() - TimeDelta::hours(50))), "two days apart");
    assert!(!pair_with(|story| story.published = None), "nobody knows when");
    for label in [Label::Live, Label::Opinion, Label::Video, Label::Audio, Label::Sponsored] {
        assert!(!pair_with(|story| story.labels = vec![label]), "{label:?}");
    }
    assert!(pair_with(|story| story.labels = vec![Label::Premium, Label::Updated]));
}

#[test]
fn a_group_has_one_story_of_each_outlet_and_the_first_of_the_list_leads() {
    let (mut list, _) = edition();
    for outlet in ["lantern", "gazette", "echo"] {
        list.push(Headline { outlet: outlet.to_owned(), ..list[0].clone() });
    }
    let groups = likeness::groups(list.iter());
    let group = groups.iter().find(|group| group.contains(&0)).map(Vec::as_slice);
    let end = list.len();
    assert!(group == Some(&[0, 1, end - 2, end - 1]) || group == Some(&[0, end - 3, end - 2, end - 1]), "{group:?}");
    assert_eq!(groups, likeness::groups(list.iter()), "the same again");
}

#[test]
fn what_everybody_tells_is_one_row_in_a_short_list() {
    let (mut list, _) = edition();
    list.truncate(60);
    let (title, standfirst) = (list[0].title.clone(), list[0].standfirst.clone().unwrap_or_default());
    for outlet in ["gazette", "echo", "post", "radio", "meridian", "herald", "star"] {
        list.push(told(outlet, 3, &title, &standfirst));
    }
    let groups = likeness::groups(list.iter());
    let longest = groups.iter().map(Vec::len).max();
    assert_eq!(longest, Some(9), "{groups:?}");
}

#[test]
fn a_list_made_to_be_slow_is_not() {
    let words = |seed: usize, words: usize| {
        (0..words).map(|word| format!("w{}", (seed * 7 + word) % 4000)).collect::<Vec<_>>().join(" ")
    };
    for same in [true, false] {
        let list: Vec<Headline> = (0..10_100)
            .map(|row| {
                let seed = if same { 1 } else { row };
                let outlet = format!("outlet{row}");
                let (title, standfirst) = (words(seed, 12), words(seed + 1, 40));
                told(&outlet, 1, &title, &standfirst)
            })
            .collect();
        let groups = likeness::groups(list.iter());
        assert!(groups.iter().all(|group| group.len() <= 12));
    }
    let (none, endless) = (Vec::new(), vec![told("courier", 1, &"x".repeat(1 << 20), &"漢".repeat(1 << 20))]);
    for list in [none, endless] {
        assert_eq!(likeness::groups(list.iter()), Vec::<Vec<usize>>::new());
    }
}
