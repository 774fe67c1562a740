import Operations
import Register
import Scenarios
import Storage
import Vocabulary

/// Requests for assistance in the demo: contacts who live in another county than the case they met, asked about where they live.
///
/// One is being carried out, one waits on its way up, one was not received in time, one came back, one is with another province.
struct DemoAssistance {
    let operations: Operations
    let author: Author
    let root: TerritoryCode
    /// When the scenario stands.
    let moment: Instant
    /// Who is to stay as they are: the guided tour tells their story.
    let kept: Set<PersonID>

    /// How far a request has come, with the minutes since each turn.
    private enum Course: CaseIterable {
        case done, received, late, waiting, returned, upward, otherProvince
    }

    private static let letter = "以下人员系我地病例的密切接触者，居住在贵地，请核查并落实管控，结果请在本函反馈。"

    /// A request that could be made: about whom, from where to where.
    private struct Occasion {
        let from: TerritoryCode
        let to: TerritoryCode
        let people: [PersonID]
    }

    func play() async throws {
        let (author, moment) = (author, moment)
        let operations = Operations(store: operations.store, clock: .standing(at: moment), policies: operations.policies)
        let occasions = try await self.occasions()
        for (course, occasion) in zip(Course.allCases, occasions) {
            try await operations.perform(as: author) { filing in try DemoAssistance.play(course, occasion, moment, filing) }
        }
    }

    /// The largest groups of contacts who live in another county than the case, one for each pair of counties, those of the demo's own
    /// investigators first.
    private func occasions() async throws -> [Occasion] {
        let (root, moment, kept) = (root, moment, kept)
        return try await operations.store.read(.systemUnrestricted) { reader in
            let cases = try reader.lineList(LineListQuery(territory: root, kind: .cases, limit: 400, countCap: 0)).rows
            var groups: [String: Occasion] = [:]
            for row in cases {
                guard let from = try reader.listing(of: row.id)?.territory.ancestor(at: .county) else { continue }
                for contact in try reader.contacts(exposedTo: row.id) where !kept.contains(contact) {
                    guard let listing = try reader.listing(of: contact), let role = listing.asContact, role.degree == .close,
                        let to = listing.residence.ancestor(at: .county), to != from, listing.asCase == nil, role.identifiedAt > moment - .hours(60)
                    else { continue }
                    let former = groups["\(from)\(to)"]?.people ?? []
                    if !former.contains(contact) { groups["\(from)\(to)"] = Occasion(from: from, to: to, people: former + [contact]) }
                }
            }
            func order(_ one: Occasion) -> (Int, Int, String, String) {
                let isOwn = ["430111", "431202"].contains(one.from.digits) || ["430111", "431202"].contains(one.to.digits)
                return (isOwn ? 0 : 1, -one.people.count, one.from.digits, one.to.digits)
            }
            return groups.values.sorted { order($0) < order($1) }.map { Occasion(from: $0.from, to: $0.to, people: Array($0.people.prefix(6))) }
        }
    }

    private static func play(_ course: Course, _ occasion: Occasion, _ moment: Instant, _ filing: Filing) throws {
        func ago(_ minutes: Int) -> Instant { moment - .minutes(minutes) }
        func ask(_ minutes: Int, to: TerritoryCode? = nil, outside: AssistanceRequest.Outside? = nil) throws -> Reference<AssistanceRequest> {
            try filing.requestAssistance(
                from: occasion.from, to: to ?? occasion.to, about: occasion.people, text: letter, outside: outside, at: ago(minutes),
                knownAt: ago(minutes))
        }
        func say(
            _ kind: AssistanceStep.Kind, _ reference: Reference<AssistanceRequest>, _ minutes: Int, of people: [PersonID] = [], text: String? = nil
        ) throws {
            try filing.sayOfAssistance(
                reference, kind, of: people, text: text, control: Stay(mode: .central, territory: occasion.to), at: ago(minutes),
                knownAt: ago(minutes))
        }
        switch course {
        case .done:
            let ticket = try ask(640)
            try say(.received, ticket, 570)
            try say(.controlled, ticket, 260, text: "均已转运至集中隔离点。")
        case .received:
            let ticket = try ask(190)
            try say(.received, ticket, 120, text: "电话均已接通，正在安排转运。")
            try say(.controlled, ticket, 30, of: Array(occasion.people.prefix(1)), text: "已入住。")
        case .late: _ = try ask(160)
        case .waiting: _ = try ask(35)
        case .returned:
            let ticket = try ask(330)
            try say(.received, ticket, 280)
            try say(.returned, ticket, 200, of: Array(occasion.people.prefix(1)), text: "查无此人，据邻居反映上周已返回务工地。")
        case .upward:
            guard let prefecture = ["4303", "4301"].compactMap(TerritoryCode.init).first(where: { !$0.contains(occasion.from) }) else { return }
            _ = try ask(25, to: prefecture)
        case .otherProvince:
            guard let jiangxi = TerritoryCode("36") else { return }
            let ticket = try ask(420, to: jiangxi, outside: .init(.receiver, authority: "江西省疾控中心"))
            for _ in AssistanceRequest.line(from: occasion.from, to: jiangxi) { try say(.approved, ticket, 400) }
            try say(.received, ticket, 300, text: "来函确认收到。")
        }
    }
}
