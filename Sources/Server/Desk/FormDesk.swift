import Foundation
import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// Recording through forms: what a form needs to know, what a filled-in one becomes, and taking it back.
struct RecordDesk: Sendable {
    let desk: OperationsDesk
    let words: FactWords
    let live: LiveEvents
}

/// What a form needs to know: the person as it stands, and what can be chosen.
extension RecordDesk {
    /// The context of a form; nil if its person or entry is not there for the one who asks.
    func form(_ viewer: Viewer, _ request: FormRequest) async throws -> FormContext? {
        let (now, policies) = (desk.now, desk.operations.policies)
        return try await desk.read(viewer) { reader in
            let items = try request.obligations.compactMap { try desk.item(for: $0, reader, by: viewer) }
            let keys = request.obligations.compactMap(ObligationKey.init)
            var context = FormContext(territory: viewer.home ?? policies.root, territories: [])
            if let known = request.known {
                guard let tag = try desk.tag(of: known, reader) else { return nil }
                context.known = tag
            }
            if let person = request.person {
                guard let tag = try desk.tag(of: person, reader) else { return nil }
                let records = try reader.records(of: person)
                context.person = tag
                context.version = records.map(\.id.rawValue).max()
                let dossier = Dossier(id: person, records: records, asOf: now)
                fill(&context, from: dossier, viewer: viewer)
                if let entry = request.entry {
                    guard let current = try reader.current(of: entry), current.subject.person == person else { return nil }
                    context.entry = FormContext.Entry(
                        id: current.id, entity: current.entity, fact: current.fact, happenedAt: current.happenedAt)
                }
            } else {
                var seen: Set<PersonID> = []
                context.people = try keys.compactMap(\.person).filter { seen.insert($0).inserted }.compactMap { try desk.tag(of: $0, reader) }
                if request.kind.isBulk, !request.obligations.isEmpty, context.people.isEmpty { return nil }
            }
            (context.obligation, context.keys) = (items.first, request.obligations)
            if let duty = items.first?.obligation.territory, viewer.covers(duty) { context.territory = duty }
            context.territories = territories(for: viewer, including: context)
            let places = try Suggestions(request.kind, viewer: viewer, reader: reader, now: now)
            (context.sites, context.laboratories) = (places.sites, places.laboratories)
            let edition = try? policies.edition(at: now, in: context.territory)
            if request.kind == .homeTeam {
                let parts = edition?.community.homeTeam ?? []
                context.homeParts = CommunityRules.TeamMember.allCases.filter(parts.contains)
                context.grids = try reader.grids(in: context.territory.ancestor(at: .township) ?? context.territory, asOf: now)
            }
            context.postClasses = (edition?.testing.posts ?? [:]).map { (key: $0.key, label: $0.value.label) }.sorted { $0.key < $1.key }
            context.courses = (edition?.community.courses ?? [:]).map { (key: $0.key, label: $0.value.label) }.sorted { $0.key < $1.key }
            return context
        }
    }

    private func fill(_ context: inout FormContext, from dossier: Dossier, viewer: Viewer) {
        if let place = dossier.person?.value.location ?? dossier.person?.value.residence, viewer.covers(place) { context.territory = place }
        if let stay = dossier.stays.last(where: { $0.value.until == nil }), viewer.covers(stay.value.territory) {
            context.territory = stay.value.territory
        }
        let answered = Set(dossier.results.map(\.value.specimen))
        let waiting =
            dossier.specimens.reversed().filter { !answered.contains($0.id) } + dossier.specimens.reversed().filter { answered.contains($0.id) }
        context.nextDose = (dossier.vaccinations.map(\.value.dose).max() ?? 0) + 1
        context.cases = dossier.cases.reversed().map { words.thing($0, .caseReport($0.value)) }
        context.specimens = waiting.map { words.thing($0, .specimen($0.value)) }
        context.stays = dossier.stays.reversed().filter { $0.value.until == nil }.map { words.thing($0, .stay($0.value)) }
        let courses = dossier.transferCourses.reversed().filter { !$0.possible.isEmpty }
        context.transfers = courses.map { words.thing($0.transfer, .transfer($0.transfer.value)) }
        context.turns =
            courses.first.map { course in
                course.possible.filter { viewer.covers($0.isReceivers ? course.transfer.value.to : course.transfer.value.from) }
            } ?? []
        context.arrivals = dossier.arrivals.reversed().map { words.thing($0, .arrival($0.value)) }
    }

    /// Where things can happen: the counties of the province, the townships of the reader's own, and whatever the person already names.
    private func territories(for viewer: Viewer, including context: FormContext) -> [(code: TerritoryCode, name: LocalizedText)] {
        var codes: Set<TerritoryCode> = [context.territory]
        let root = desk.operations.policies.root
        for prefecture in desk.names.children(of: root) { codes.formUnion(desk.names.children(of: prefecture) + [prefecture]) }
        for grant in viewer.account.grants {
            codes.insert(grant.territory)
            let county = grant.territory.ancestor(at: .county) ?? grant.territory
            if county.level != .province { codes.formUnion(desk.names.children(of: county)) }
        }
        switch context.entry?.fact {
        case .stay(let stay): codes.insert(stay.territory)
        case .arrival(let arrival): codes.insert(arrival.destination)
        case .caseReport(let report): codes.insert(report.territory)
        case .post(let post): codes.insert(post.territory)
        case .exposure(let exposure): if let code = exposure.territory { codes.insert(code) }
        default: break
        }
        return codes.sorted().map { ($0, desk.names.path($0, below: root)) }
    }
}

extension TerritoryNames {
    /// A territory by the names from just below `root` down to it: 长沙市 雨花区.
    func path(_ code: TerritoryCode, below root: TerritoryCode) -> LocalizedText {
        guard let parent = code.parent, parent != root, root.contains(parent) else { return self[code] }
        let (above, own) = (path(parent, below: root), self[code])
        return LocalizedText(zh: "\(above.zh) \(own.zh)", en: "\(above.en), \(own.en)")
    }
}

/// What to offer in fields of free text: the sites and laboratories that were named lately in the reader's territory.
private struct Suggestions {
    var sites: [String] = []
    var laboratories: [String] = []

    init(_ kind: FormKind, viewer: Viewer, reader: Reader, now: Instant) throws {
        switch kind {
        case .beginStay, .requestTransfer:
            guard let home = viewer.home else { return }
            let rows = try reader.lineList(LineListQuery(territory: home, kind: .controlled, limit: 200, countCap: 0)).rows
            sites = Suggestions.frequent(rows.compactMap { $0.listing.control?.site })
        case .result:
            let facts = try reader.entries(FactsQuery(kind: .result, from: now - .hours(48), limit: 300)).map(\.record.fact)
            laboratories = Suggestions.frequent(
                facts.compactMap { fact in
                    if case .result(let result) = fact { result.laboratory } else { nil }
                })
        default: break
        }
    }

    private static func frequent(_ names: [String]) -> [String] {
        let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(30).map(\.key)
    }
}

extension Reader {
    /// The newest entry about the thing that an entry is about; nil if it is not there for this reader or was withdrawn.
    func current(of id: FactID) throws -> FactRecord? {
        do {
            guard let newest = try records(ofEntity: entry(id).record.entity).last?.record, !newest.isWithdrawn else { return nil }
            return newest
        } catch StoreError.outsideScope {
            return nil
        }
    }
}

/// Facts as labels in both languages.
struct FactWords: Sendable {
    private let plainEnglish: Words
    private let plainChinese: Words
    let zone: CivilZone
    let labels: @Sendable () -> [String: LocalizedText]
    let now: @Sendable () -> Instant

    init(resources: URL, zone: CivilZone, labels: @escaping @Sendable () -> [String: LocalizedText], now: @escaping @Sendable () -> Instant) throws {
        let catalogue = try Catalogue(folder: resources.appendingPathComponent("strings"))
        (plainEnglish, plainChinese) = (catalogue.words(.english), catalogue.words(.simplified))
        (self.zone, self.labels, self.now) = (zone, labels, now)
    }

    private func named(_ words: Words) -> Words {
        var words = words
        words.labels = labels()
        return words
    }

    /// A fact as a sentence.
    func text(_ fact: Fact) -> LocalizedText {
        let moments = (Moments(language: .english, zone: zone, now: now()), Moments(language: .simplified, zone: zone, now: now()))
        return LocalizedText(zh: named(plainChinese).sentence(fact, moments.1), en: named(plainEnglish).sentence(fact, moments.0))
    }

    /// A thing to choose, by its fact and moment.
    func thing<Value>(_ recorded: Recorded<Value>, _ fact: Fact) -> FormContext.Thing {
        let moments = (Moments(language: .english, zone: zone, now: now()), Moments(language: .simplified, zone: zone, now: now()))
        let text = text(fact)
        return FormContext.Thing(
            entity: recorded.id.rawValue,
            label: LocalizedText(
                zh: "\(moments.1.moment(recorded.happenedAt).text) \(text.zh)", en: "\(moments.0.moment(recorded.happenedAt).text), \(text.en)"))
    }
}
