import Obligations
import Operations
import Register
import Vocabulary

/// The notice of a release, as it is printed: on one sheet in both languages, the reader's first; the purpose is already in the audit.
struct ReleaseNoticePage: Sendable {
    /// The notice in one language.
    struct Sheet: Sendable {
        let language: String
        let heading: String
        let lines: [LabelledText]
        let stillTitle: String
        /// What still applies, one a line.
        let still: [String]
        let issued: String
        let seal: String
    }

    let person: PersonLink
    let purpose: String
    let sheets: [Sheet]

    /// - Parameter second: The words of the other language.
    init(_ notice: ReleaseNotice, of person: PersonTag, territory: LocalizedText, purpose: String, _ reading: Reading, second: Words) {
        self.person = PersonLink(person, reading)
        self.purpose = reading.words("identity.shownFor", ["purpose": purpose])
        sheets = [reading.words, second].map { words in
            ReleaseNoticePage.sheet(notice, territory, words, Moments(language: words.language, zone: reading.moments.zone, now: reading.now))
        }
    }

    private static func sheet(_ notice: ReleaseNotice, _ territory: LocalizedText, _ words: Words, _ moments: Moments) -> Sheet {
        let (release, zone) = (notice.release, moments.zone)
        let explanation = Explanation(of: release, zone: zone)
        func line(_ key: String, _ value: String) -> LabelledText { LabelledText(label: words(key), value: value) }
        var lines = [line("notice.who", [notice.name, notice.document].compactMap(\.self).joined(separator: " · "))]
        let held = [notice.mode.map(words.name), notice.site].compactMap(\.self)
        if !held.isEmpty { lines.append(line("notice.control", words.list(held))) }
        if let since = notice.since {
            lines.append(line("notice.span", written(since, zone) + " – " + written(notice.at, zone)))
        }
        lines += [
            line("notice.released", written(notice.at, zone)),
            line("notice.why", words(explanation.why)),
            line("notice.edition", "\(words(notice.edition)) (\(release.edition))"),
        ]
        return Sheet(
            language: words.language.rawValue, heading: words("notice.heading"), lines: lines, stillTitle: words("notice.still"),
            still: still(notice, words, moments),
            issued: words("notice.issued", ["territory": words(territory), "time": written(moments.now, zone)]),
            seal: words("notice.seal"))
    }

    /// A moment with its year, as a paper that is kept needs it: 2022-03-19 10:00.
    private static func written(_ moment: Instant, _ zone: CivilZone) -> String {
        String(moment.civilText(in: zone).prefix(16)).replacing("T", with: " ")
    }

    /// What still applies: how the person is held now, tests one by one, stages and follow-ups each as one.
    private static func still(_ notice: ReleaseNotice, _ words: Words, _ moments: Moments) -> [String] {
        var said: [String] = []
        if let demand = notice.demand {
            said.append(
                demand.until.map { words("notice.heldUntil", ["mode": words.name(demand.mode), "time": moments.deadline($0).text]) }
                    ?? words("notice.held", ["mode": words.name(demand.mode)]))
        }
        let tests = notice.remaining.filter { $0.kind == .test }
        for test in tests.prefix(mostTests) {
            let what = words(Explanation(of: test, zone: moments.zone).what)
            said.append(test.due.map { words("notice.by", ["what": what, "time": moments.deadline($0).text]) } ?? what)
        }
        if tests.count > mostTests { said.append(words.count("notice.moreTests", tests.count - mostTests)) }
        let followUps = notice.remaining.filter { $0.kind == .followUp }
        if let last = followUps.compactMap(\.due).max() {
            said.append(words.count("notice.followUps", followUps.count, ["time": moments.deadline(last).text]))
        }
        return said.isEmpty ? [words("notice.nothing")] : said
    }

    /// More tests than these are told by their number, so that the sheet stays one.
    private static let mostTests = 6
}
