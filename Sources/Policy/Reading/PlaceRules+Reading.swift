import Vocabulary

extension ValueKind<PlaceRules> {
    static var places: ValueKind<PlaceRules> {
        .object(LocalizedText(zh: "第 6 条措施", en: "measure 6")) { fields in
            PlaceRules(
                special: fields.take("special", ValueKind<PlaceRules.SpecialPlace>.specialPlace.named()) ?? [:],
                key: fields.take("key", ValueKind<PlaceRules.KeyPlace>.keyPlace.named()) ?? [:],
                keepVisits: fields.take("keepVisits", .days(0...366), default: 30), selfCheckEvery: fields.take("selfCheckEvery", .days(1...60)),
                closeWithin: fields.take("closeWithin", .clock), breachWithin: fields.take("breachWithin", .clock))
        }
    }
}

extension ValueKind<PlaceRules.SpecialPlace> {
    static var specialPlace: ValueKind<PlaceRules.SpecialPlace> {
        .object(LocalizedText(zh: "特殊场所类别", en: "a class of special places")) { fields in
            let entry = ValueKind<PlaceRules.EntryTests>.object(LocalizedText(zh: "进入前检测", en: "tests before entry")) {
                PlaceRules.EntryTests(
                    count: $0.need("count", .integer(1...10), else: 1), within: $0.need("within", .hours(1...720), else: 48),
                    gap: $0.take("gap", .hours(0...240), default: 24))
            }
            let sealed = ValueKind<PlaceRules.SealedRounds>.object(LocalizedText(zh: "封控区内全员检测", en: "rounds in a sealed area")) {
                PlaceRules.SealedRounds(
                    first: $0.need("first", .integer(1...30), else: 1), within: $0.need("within", .days(1...60), else: 1),
                    total: $0.need("total", .integer(1...60), else: 1))
            }
            let label = fields.need("label", .label, else: LocalizedText(zh: "", en: ""))
            fields.reading.name(fields.key, label)
            return PlaceRules.SpecialPlace(
                label: label, closedLoop: fields.take("closedLoop", .flag, default: true), visitors: fields.take("visitors", .flag, default: false),
                disinfectGoods: fields.take("disinfectGoods", .flag, default: true), shift: fields.take("shift", .shift),
                entry: fields.take("entry", entry), frequency: fields.take("frequency", .frequency), sealed: fields.take("sealed", sealed))
        }
    }
}

extension ValueKind<PlaceRules.KeyPlace> {
    static var keyPlace: ValueKind<PlaceRules.KeyPlace> {
        .object(LocalizedText(zh: "重点场所类别", en: "a class of key places")) { fields in
            let label = fields.need("label", .label, else: LocalizedText(zh: "", en: ""))
            fields.reading.name(fields.key, label)
            let place = PlaceRules.KeyPlace(
                label: label, measures: fields.take("measures", .choices(PlaceMeasure.self), default: []),
                certificate: fields.take("certificate", .hours(1...336)), staff: fields.take("staff", .frequency),
                occupancy: fields.take("occupancy", .number(0...100, .percent)),
                closedIn: fields.take("closedIn", .choices(ZoneLevel.self), default: []))
            if place.measures.contains(.certificate), place.certificate == nil {
                fields.contradict(
                    "measures", zh: "要查验核酸证明，但没有规定其时效", en: "a certificate is checked, but `certificate` does not say how old it may be")
            }
            return place
        }
    }
}

extension ValueKind<GatheringRules> {
    static var gatherings: ValueKind<GatheringRules> {
        .object(LocalizedText(zh: "第 7 条措施", en: "measure 7")) { fields in
            let limit = ValueKind<GatheringRules.Limit>.object(LocalizedText(zh: "一条限制 {from: …, decision: …}", en: "a limit {from: …, decision: …}"))
            {
                fields in
                let limit = GatheringRules.Limit(
                    kinds: fields.take("kinds", .choices(GatheringRules.Kind.self)) ?? [], indoor: fields.take("indoor", .flag),
                    zones: fields.take("zones", .choices(ZoneLevel.self)) ?? [], from: fields.need("from", .integer(1...1_000_000, .people), else: 1),
                    crossTerritory: fields.take("crossTerritory", .flag, default: false),
                    decision: fields.need("decision", .choice(GatheringRules.Decision.self), else: .refuse),
                    by: fields.take("by", .choice(TerritoryLevel.self)),
                    conditions: fields.take("conditions", .choices(GatheringRules.Condition.self)) ?? [])
                if limit.decision == .approve, limit.by == nil {
                    fields.contradict("decision", zh: "需要批准，但没有写由谁批准（by）", en: "approval is needed, but `by` does not say whose")
                }
                return limit
            }
            return GatheringRules(
                limits: fields.take("limits", limit.each()) ?? [], decideWithin: fields.take("decideWithin", .clock),
                enclosedShare: fields.take("enclosedShare", .number(0...100, .percent)),
                areaPerPerson: fields.take("areaPerPerson", .number(0.1...1000)),
                staleAfter: fields.take("staleAfter", .minutes(1...1440), default: .minutes(30)), check: fields.take("check", .clock))
        }
    }
}
