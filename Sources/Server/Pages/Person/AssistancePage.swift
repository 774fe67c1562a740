import Operations
import Register
import Vocabulary

/// Another territory is asked to find and control people: whom, where they are, what is asked.
struct AssistancePage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var person: PersonTag
        /// In whose name it is asked.
        var from: TerritoryCode
        var fromName: LocalizedText
        var draft: AssistanceDraft
        var rows: [Someone]
        /// The territories of the register that can be asked.
        var destinations: [(code: TerritoryCode, name: LocalizedText)]
    }
    /// Somebody who may be asked about, as pages name one.
    struct Someone: Sendable {
        var tag: PersonTag
        var someone: AssistanceDraft.Someone
        var place: LocalizedText
        var open: ThingTag?
    }
    /// A territory in which people are, and the page that picks them.
    struct Group: Sendable {
        let label: String
        let count: String
        let address: String
        let isCurrent: Bool
    }
    struct Row: Sendable {
        let number: String
        let person: PersonLink
        let place: String
        let isChosen: Bool
        let open: PersonLink?
        let isHeld: Bool
    }

    let person: PersonLink
    let from: String
    let groups: [Group]
    let hasGroups: Bool
    let rows: [Row]
    let hasRows: Bool
    let destinations: [Option]
    let provinces: [Option]
    let authority: String
    let directions: [Option]
    let text: String
    let key: String
    let action: String
    let problem: String?
    let toError: String?
    let authorityError: String?
    let textError: String?
    let cancelAddress: String

    /// - Parameters:
    ///   - picked: The county whose people are picked, as the address says.
    ///   - input: What was sent and refused, to be shown again.
    init(
        _ content: Content, _ reading: Reading, picked: TerritoryCode? = nil, input: Query? = nil, errors: [String: String] = [:],
        problem: String? = nil
    ) {
        let words = reading.words
        let path = "/people/\(content.person.id.rawValue)"
        let elsewhere = content.draft.elsewhere
        let county = picked ?? elsewhere.first?.county
        let names = Dictionary(content.destinations.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
        person = PersonLink(content.person, reading)
        from = words(content.fromName)
        groups = elsewhere.prefix(12).map { group in
            Group(
                label: names[group.county].map { words($0) } ?? group.county.digits, count: words.figure(group.count),
                address: reading.address("\(path)/assistance", [("to", group.county.digits)]), isCurrent: group.county == county)
        }
        hasGroups = groups.count > 1
        let sent = input.map { Set($0.all("person")) }
        let isAlone = content.rows.count == 1
        rows = content.rows.map { row in
            let number = "\(row.tag.id.rawValue)"
            let isThere = county.map { $0.contains(row.someone.place) } ?? false
            return Row(
                number: number, person: PersonLink(row.tag, reading), place: words(row.place),
                isChosen: sent?.contains(number) ?? (row.open == nil && !row.someone.isHeld && (isThere || isAlone)),
                open: row.open.map { PersonLink($0, reading) }, isHeld: row.someone.isHeld)
        }
        hasRows = !rows.isEmpty
        let to = input?["to"] ?? county?.digits ?? ""
        destinations =
            [Option("", words("assistance.choose"), to.isEmpty)]
            + content.destinations.filter { $0.code != content.from }.map { Option($0.code.digits, words($0.name), $0.code.digits == to) }
        let province = input?["province"] ?? ""
        provinces =
            [Option("", words("assistance.noProvince"), province.isEmpty)]
            + Provinces.all.filter { !content.from.digits.hasPrefix($0.code) }.map { Option($0.code, words($0.name), $0.code == province) }
        authority = input?["authority"] ?? ""
        let direction = input?["direction"] ?? "ask"
        directions = [
            Option("ask", words("assistance.weAsk"), direction == "ask"), Option("asked", words("assistance.weAreAsked"), direction == "asked"),
        ]
        text = input?["assistanceText"] ?? ""
        key = input?["key"] ?? Secret.token()
        action = reading.address("\(path)/assistance")
        self.problem = problem

        (toError, authorityError, textError) = (errors["to"], errors["authority"], errors["assistanceText"])
        cancelAddress = reading.address(path)
    }
}
