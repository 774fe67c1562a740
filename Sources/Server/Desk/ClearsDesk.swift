import Operations
import Register
import Storage
import Vocabulary

/// The four clears of a territory or a case.
extension OperationsDesk {
    /// Where contacts are between two ends.
    func gaps(_ viewer: Viewer, _ lens: Lens) async throws -> GapsPage.Content {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        let found = try await operations.openGaps(in: lens.territory, scope: scope(of: viewer))
        return try await read(viewer) { reader in
            GapsPage.Content(
                counts: found.counts,
                rows: try found.gaps.prefix(GapsPage.shown).compactMap { gap in
                    guard let tag = try tag(of: gap.person, reader) else { return nil }
                    return GapsPage.Item(person: tag, gap: gap, from: names[gap.from], to: names[gap.to])
                })
        }
    }

    /// - Parameter person: The case they are of; nil: of the territory looked at.
    func clears(_ viewer: Viewer, _ lens: Lens, ofCase person: PersonID?, _ clear: FourClears.Clear?) async throws -> ClearsPage.Content? {
        let scope = scope(of: viewer)
        let whole: FourClears
        var parts: [(code: TerritoryCode, clears: FourClears)] = []
        if let person {
            guard let found = try await operations.fourClears(ofCase: person, scope: scope) else { return nil }
            whole = found
        } else {
            guard viewer.covers(lens.territory) else { throw Refusal.notFound }
            let below = lens.territory.level < .county ? names.children(of: lens.territory) : []
            let found = try await operations.fourClears(of: lens.territory, and: below, scope: scope)
            whole = found.whole
            parts = Array(zip(below, found.parts))
        }
        let broken = clear.map { whole.broken[$0] ?? [] } ?? []
        return try await read(viewer) { [parts, whole] reader in
            var tags: [ClearsPage.Broken] = []
            for id in broken where tags.count < ClearsPage.shown {
                guard let tag = try tag(of: id, reader), let listing = try reader.listing(of: id) else { continue }
                tags.append(ClearsPage.Broken(tag: tag, territory: names[listing.territory], nextDue: listing.nextDue))
            }
            return ClearsPage.Content(
                person: try person.flatMap { try tag(of: $0, reader) }, territory: names[lens.territory], clears: whole,
                parts: parts.map { ClearsPage.Part(code: $0.code, name: names[$0.code], clears: $0.clears) }, clear: clear, broken: tags)
        }
    }
}
