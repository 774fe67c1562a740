import Operations
import Register
import Vocabulary

/// A text read into points: each with its words, confirmed, put right or dropped; whoever was met becomes a contact.
struct NarrativePage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var person: PersonTag
        var text: String
        var proposal: NarrativeProposal
        /// The county of the case.
        var county: TerritoryCode
        /// The territories that can be named.
        var territories: [(code: TerritoryCode, name: LocalizedText)]
        /// Names of the registered places proposed.
        var places: [Reference<Place>: String]
    }
    struct Met: Sendable {
        let number: String
        let words: String
        let isChosen: Bool
        let name: String
        let phone: String
        let document: String
        let residence: String
        let degrees: [Option]
        let settings: [Option]
        let error: String?
    }
    struct Row: Sendable {
        let number: String
        let ordinal: String
        let isChosen: Bool
        let day: String
        let from: String
        let until: String
        let place: String
        let territory: String
        let registered: Option?
        let vehicles: [Option]
        let hasJourney: Bool
        let journeyNumber: String
        let coach: String
        let seat: String
        let sources: [Option]
        let quote: String
        let met: [Met]
        let hasMet: Bool
        let error: String?
    }

    let person: PersonLink
    let rows: [Row]
    let hasRows: Bool
    let count: String
    let text: String
    let territories: [String]
    let steps: [Option]
    let key: String
    let action: String
    let cancelAddress: String
    let problem: String?

    /// - Parameter input: What was sent and refused, to be shown again.
    init(_ content: Content, _ reading: Reading, input: Query? = nil, errors: [String: String] = [:], problem: String? = nil) {
        let words = reading.words
        let path = "/people/\(content.person.id.rawValue)"
        person = PersonLink(content.person, reading)
        text = content.text
        let names = Dictionary(content.territories.map { ($0.code, words($0.name)) }, uniquingKeysWith: { first, _ in first })
        rows = content.proposal.points.enumerated().map { number, point in
            NarrativePage.row("\(number)", point, content, names, reading, input, errors)
        }
        hasRows = !rows.isEmpty
        count = words.count("narrative.found", rows.count)
        territories = content.territories.map { words($0.name) }
        let step = input?["step"] ?? ""
        steps =
            [Option("", words("narrative.noStep"), step.isEmpty)]
            + NarrativeForm.steps.map { Option($0.rawValue, words.name($0), $0.rawValue == step) }
        key = input?["key"] ?? Secret.token()
        action = reading.address("\(path)/investigation/confirm")
        cancelAddress = reading.address("\(path)/investigation")
        self.problem = problem
    }

    private static func row(
        _ number: String, _ point: NarrativeProposal.Point, _ content: Content, _ names: [TerritoryCode: String], _ reading: Reading,
        _ input: Query?, _ errors: [String: String]
    ) -> Row {
        let words = reading.words
        func value(_ name: String, _ proposed: String?) -> String { input.map { $0["\(name)\(number)"] ?? "" } ?? proposed ?? "" }
        let vehicle = value("vehicle", point.journey?.vehicle?.rawValue)
        let sources = input.map { Set($0.all("source\(number)")) } ?? [TrajectoryPoint.Source.interview.rawValue]
        let met = point.people.enumerated().map { place, words in
            NarrativePage.met("\(number)-\(place)", words, point, names[content.county] ?? "", reading, input, errors)
        }
        return Row(
            number: number, ordinal: words.figure((Int(number) ?? 0) + 1),
            isChosen: input.map { $0.all("use").contains(number) } ?? (point.day != nil),
            day: value("day", point.day?.description), from: value("from", point.from), until: value("until", point.until),
            place: value("place", point.place), territory: value("territory", point.territory.flatMap { names[$0] }),
            registered: point.registered.flatMap { place in
                content.places[place].map { Option("\(place.rawValue)", $0, input.map { $0["registered\(number)"] != nil } ?? true) }
            },
            vehicles: [Option("", "–", vehicle.isEmpty)] + VehicleKind.allCases.map { Option($0.rawValue, words.name($0), $0.rawValue == vehicle) },
            hasJourney: point.journey != nil || !vehicle.isEmpty, journeyNumber: value("number", point.journey?.number),
            coach: value("coach", point.journey?.coach.map { "\($0)" }), seat: value("seat", point.journey?.seat),
            sources: TrajectoryPoint.Source.allCases.map { Option($0.rawValue, words.name($0), sources.contains($0.rawValue)) }, quote: point.quote,
            met: met, hasMet: !met.isEmpty, error: errors[number])
    }

    private static func met(
        _ number: String, _ said: String, _ point: NarrativeProposal.Point, _ county: String, _ reading: Reading, _ input: Query?,
        _ errors: [String: String]
    ) -> Met {
        let words = reading.words
        func value(_ name: String, _ proposed: String = "") -> String { input.map { $0["\(name)\(number)"] ?? "" } ?? proposed }
        let degree = value("nearness", ContactDegree.close.rawValue)
        let setting = value("setting", NarrativeForm.setting(said, point).rawValue)
        return Met(
            number: number, words: said, isChosen: input.map { $0.all("met").contains(number) } ?? false, name: value("name"), phone: value("phone"),
            document: value("document"), residence: value("residence", county),
            degrees: [ContactDegree.close, .exposedAtPlace, .general].map { Option($0.rawValue, words.name($0), $0.rawValue == degree) },
            settings: ContactSetting.allCases.map { Option($0.rawValue, words.name($0), $0.rawValue == setting) }, error: errors[number])
    }
}

/// Reads the confirmed points and people, or says of each what is wrong.
struct NarrativeForm {
    /// The steps of an investigation that a confirmed text can complete.
    static let steps: [Act.Deed] = [.coreInformation, .firstReport]

    let input: Query
    let content: NarrativePage.Content
    let reading: Reading
    private(set) var errors: [String: String] = [:]

    init(_ input: Query, _ content: NarrativePage.Content, _ reading: Reading) {
        (self.input, self.content, self.reading) = (input, content, reading)
    }

    /// What was confirmed; `errors` by the number of a point, or of a person in it.
    mutating func read() -> ConfirmedInvestigation {
        var points: [ConfirmedInvestigation.Point] = []
        var met: [ConfirmedInvestigation.Met] = []
        for (number, proposed) in content.proposal.points.enumerated() {
            if input.all("use").contains("\(number)"), let point = point("\(number)", proposed) { points.append(point) }
            for place in proposed.people.indices where input.all("met").contains("\(number)-\(place)") {
                if let somebody = somebody("\(number)-\(place)", of: "\(number)", proposed) { met.append(somebody) }
            }
        }
        let step = input["step"].flatMap(Act.Deed.init(rawValue:)).flatMap { NarrativeForm.steps.contains($0) ? $0 : nil }
        return ConfirmedInvestigation(points: points, met: met, step: step)
    }

    private mutating func point(_ number: String, _ proposed: NarrativeProposal.Point) -> ConfirmedInvestigation.Point? {
        guard let day = day(number) else { return nil }
        let from = clock("from", number, day), until = clock("until", number, day)
        let journey = journey(number)
        guard errors[number] == nil else { return nil }
        let territory = territory("territory", number)
        guard errors[number] == nil else { return nil }
        let place = input["place\(number)"] ?? ""
        guard !place.isEmpty || journey != nil || territory != nil else {
            errors[number] = reading.words("narrative.placeMissing")
            return nil
        }
        let sources = Set(input.all("source\(number)").compactMap(TrajectoryPoint.Source.init))
        guard !sources.isEmpty else {
            errors[number] = reading.words("narrative.sourceMissing")
            return nil
        }
        let at = from ?? reading.moments.zone.instant(day)
        guard at <= reading.now else {
            errors[number] = reading.words("field.future")
            return nil
        }
        if let until, until < at {
            errors[number] = reading.words("field.firstAfterLast")
            return nil
        }
        let registered = proposed.registered.flatMap { place in input["registered\(number)"].map { _ in place } }
        return ConfirmedInvestigation.Point(
            TrajectoryPoint(
                place: place, territory: territory, registered: registered, until: until, isTimed: from != nil, journey: journey,
                met: proposed.people, sources: sources, quote: proposed.quote), at: at)
    }

    private mutating func somebody(_ number: String, of point: String, _ proposed: NarrativeProposal.Point) -> ConfirmedInvestigation.Met? {
        guard let name = input["name\(number)"] else {
            errors[number] = reading.words("narrative.nameMissing")
            return nil
        }
        guard let day = day(point), let residence = territory("residence", number) else {
            if errors[number] == nil { errors[number] = reading.words("narrative.residenceMissing") }
            return nil
        }
        let setting = input["setting\(number)"].flatMap(ContactSetting.init) ?? .other
        return ConfirmedInvestigation.Met(
            identity: Identity(
                name: name, documentNumber: input["document\(number)"], phones: input["phone\(number)"].map { [$0] } ?? []),
            residence: residence, nearness: input["nearness\(number)"].flatMap(ContactDegree.init) ?? .close, setting: setting,
            vehicle: setting == .transport ? input["vehicle\(point)"].flatMap(VehicleKind.init) : nil, day: day,
            circumstance: input["place\(point)"] ?? proposed.quote)
    }

    private mutating func day(_ number: String) -> CivilDate? {
        guard let text = input["day\(number)"], let day = CivilDate(text) else {
            errors[number] = reading.words("field.notDay")
            return nil
        }
        return day
    }

    private mutating func clock(_ name: String, _ number: String, _ day: CivilDate) -> Instant? {
        guard let text = input["\(name)\(number)"] else { return nil }
        let padded = text.count == 4 ? "0" + text : text
        guard let time = CivilTime("\(day)T\(padded)") else {
            errors[number] = reading.words("field.notMoment")
            return nil
        }
        return reading.moments.zone.instant(time)
    }

    private func journey(_ number: String) -> TrajectoryPoint.Journey? {
        let journey = TrajectoryPoint.Journey(
            vehicle: input["vehicle\(number)"].flatMap(VehicleKind.init), number: input["number\(number)"],
            coach: input["coach\(number)"].flatMap { Int($0) }, seat: input["seat\(number)"])
        return journey == TrajectoryPoint.Journey() ? nil : journey
    }

    /// The territory of a name as the page offers it.
    private mutating func territory(_ name: String, _ number: String) -> TerritoryCode? {
        guard let text = input["\(name)\(number)"] else { return nil }
        let found = content.territories.first { reading.words($0.name) == text || $0.name.zh == text || $0.name.en == text || $0.code.digits == text }
        if found == nil { errors[number] = reading.words("narrative.territoryUnknown", ["name": text]) }
        return found?.code
    }

    /// What the words suggest of how they met.
    static func setting(_ words: String, _ point: NarrativeProposal.Point) -> ContactSetting {
        let household = ["妻", "夫", "父", "母", "儿", "女", "家", "爷", "奶", "wife", "husband", "father", "mother", "son", "daughter", "parents", "family"]
        if point.journey != nil { return .transport }
        if household.contains(where: { words.contains($0) }) { return .household }
        if ["餐", "饭", "dinner", "lunch", "breakfast", "meal"].contains(where: { point.quote.contains($0) }) { return .meal }
        if words.hasPrefix("同事") || words.hasPrefix("colleague") { return .workplace }
        return .other
    }
}
