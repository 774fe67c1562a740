import Register
import Storage
import Vocabulary

/// The names of the territories of a register, and which lie below which.
public struct TerritoryNames: Sendable {
    private let names: [TerritoryCode: LocalizedText]
    private let below: [TerritoryCode: [TerritoryCode]]

    /// The names in `entries`.
    public init(_ entries: some Sequence<TerritoryEntry>) {
        names = Dictionary(entries.map { ($0.code, LocalizedText(zh: $0.chinese, en: $0.english)) }, uniquingKeysWith: { first, _ in first })
        below = Dictionary(grouping: names.keys.sorted().filter { $0.parent != nil }) { $0.parent ?? $0 }
    }

    /// The territories directly below one, by code.
    public func children(of code: TerritoryCode) -> [TerritoryCode] { below[code] ?? [] }

    /// The named territories that lie in no other named one, by code: the province of a register.
    public var roots: [TerritoryCode] { names.keys.filter { $0.parent.map { names[$0] == nil } ?? true }.sorted() }

    /// Every named territory of a level within one, by code.
    public func territories(at level: TerritoryCode.Level, within code: TerritoryCode) -> [TerritoryCode] {
        if code.level == level { return [code] }
        return code.level < level ? children(of: code).flatMap { territories(at: level, within: $0) } : []
    }

    /// The territories of a name, in Chinese or English, by code; the general word at the end of a division may be left out.
    public func codes(named name: String) -> [TerritoryCode] {
        let wanted = name.lowercased()
        return names.filter { _, name in
            name.zh == wanted || name.en.lowercased() == wanted
                || wanted.count >= 2 && name.zh.count == wanted.count + 1 && name.zh.hasPrefix(wanted) && "市县区乡镇".contains(name.zh.last ?? " ")
        }.keys.sorted()
    }

    /// Whether the register knows the territory by name.
    public func knows(_ code: TerritoryCode) -> Bool { names[code] != nil }

    /// The name of a territory; of one without entry, the nearest named one above it with the code, or the code alone.
    public subscript(code: TerritoryCode) -> LocalizedText {
        if let name = names[code] { return name }
        guard let parent = code.parent, let above = names[parent] else { return LocalizedText(zh: code.digits, en: code.digits) }
        return LocalizedText(zh: "\(above.zh) \(code.digits)", en: "\(above.en) \(code.digits)")
    }

    /// The name of a territory as a bulletin says it to everybody: where the register has none, of the nearest above it, of other provinces the province.
    public func published(_ code: TerritoryCode) -> LocalizedText {
        var code = code
        while !knows(code), let parent = code.parent { code = parent }
        return knows(code) ? self[code] : Provinces.all.first { $0.code == code.digits }?.name ?? self[code]
    }
}

extension Operations {
    /// The names of all territories.
    public func territoryNames() async throws -> TerritoryNames {
        TerritoryNames(try await store.read(.systemUnrestricted) { try $0.territories() })
    }

    /// Derives everyone and everything anew and stores the difference; returns how many were derived.
    @discardableResult
    public func rederiveEveryone(progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }) async throws -> Int {
        let everyone = try await store.read(.systemUnrestricted) { reader in
            try reader.persons(limit: .max).map { Subject.person($0) } + reader.everyThing()
        }
        let (policies, now) = (policies, clock.now)
        var done = 0
        while done < everyone.count {
            let step = Array(everyone[done..<min(done + Upkeep.step, everyone.count)])
            try await store.write(.systemUnrestricted("rederive")) { writer in
                try policies.takeUp(writer)
                var rederivation = Rederivation(writer: writer, policies: policies, now: now)
                try rederivation.run(step)
            }
            done += step.count
            progress(done, everyone.count)
        }
        return done
    }
}
