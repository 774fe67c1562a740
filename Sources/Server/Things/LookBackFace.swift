import Foundation
import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// Orders to look back over arrivals (measure 5): whom they reach, what sources handed in, how everyone stands, the residue and who holds it.
extension ThingFace {
    static let lookBack = ThingFace(
        kind: .lookBack, permission: .viewLookBacks, parts: [.addressee, .seat], states: LookBackDuties.State.allCases.map(\.rawValue),
        forms: LookBackForms.all, facts: facts, factNames: ["issuer", "given", "days", "origins", "sources", "due", "closed"],
        isLedByPanels: true, panels: lookBackPanels)

    private static let facts: @Sendable (ThingView, Reading, (TerritoryCode) -> LocalizedText) -> [LabelledText] = { view, reading, name in
        guard let order = view.dossier.founding(LookBackOrder.self) else { return [] }
        let (words, moments, value) = (reading.words, reading.moments, order.value)
        var facts = [
            LabelledText(label: words("lookBack.issuer"), value: words(name(value.issuer))),
            LabelledText(label: words("lookBack.given"), value: moments.moment(order.happenedAt).text),
            LabelledText(label: words("lookBack.days"), value: moments.day(value.from) + " – " + moments.day(value.until)),
        ]
        if let origins = value.origins, !origins.isEmpty {
            facts.append(LabelledText(label: words("lookBack.origins"), value: words.list(origins.map { words($0.origin(name)) })))
        }
        if let sources = value.sources {
            facts.append(LabelledText(label: words("lookBack.sources"), value: words.list(sources.map { words($0.words) })))
        }
        if let due = value.due { facts.append(LabelledText(label: words("lookBack.due"), value: moments.moment(due).text)) }
        if let closing = value.closing {
            let said = words(
                "lookBack.closedWith",
                ["persons": words.figure(closing.persons), "residue": words.figure(closing.residue), "time": moments.moment(closing.at).text])
            facts.append(LabelledText(label: words("lookBack.closed"), value: words.list([said, closing.explanation].compactMap(\.self))))
        }
        return facts
    }
}

extension TerritoryCode {
    /// An area of origin: of another province by that province's name, with the code where it lies deeper.
    fileprivate func origin(_ name: (TerritoryCode) -> LocalizedText) -> LocalizedText {
        let known = name(self)
        guard known.zh == digits, let province = Provinces.all.first(where: { digits.hasPrefix($0.code) })?.name else { return known }
        return level == .province ? province : LocalizedText(zh: "\(province.zh) \(digits)", en: "\(province.en) \(digits)")
    }
}

extension LookBackState {
    /// What a state is called.
    static let words: [LookBackState: LocalizedText] = [
        .verified: LocalizedText(zh: "已核实且检测阴性", en: "verified, with the tests required"), .controlled: LocalizedText(zh: "已管控", en: "under control"),
        .left: LocalizedText(zh: "已离开（外地确认）", en: "left, confirmed elsewhere"),
        .notFound: LocalizedText(zh: "尚未找到或未检测", en: "not found, or not tested"),
        .dataError: LocalizedText(zh: "信息有误", en: "data error"),
    ]
}

/// What can be recorded about an order to look back.
private enum LookBackForms {
    static let all: [ThingForm] = [order, report, gather, close]

    static let order = ThingForm(
        name: "lookBackOrder", kind: .lookBack, permission: .orderLookBack, founds: true,
        fieldNames: ["lookBackTitle", "originCodes", "fromDay", "untilDay", "lookBackSources", "addressees", "doorLevel", "dueBy", "at"],
        fields: { context, reading in
            let today = reading.moments.today
            let below = context.territories.filter { $0.code != context.territory && context.territory.contains($0.code) && $0.code.level <= .county }
            return [
                .text("lookBackTitle", isRequired: true), .text("originCodes"),
                FormField(name: "fromDay", kind: .day, isRequired: true, value: "\(today - 14)"),
                FormField(name: "untilDay", kind: .day, isRequired: true, value: "\(today)"),
                FormField(
                    name: "lookBackSources", kind: .set(ArrivalSource.allCases.map { Option($0.rawValue, reading.words($0.words)) }),
                    isRequired: true, chosen: ArrivalSource.allCases.map(\.rawValue)),
                FormField(
                    name: "addressees",
                    kind: .set(
                        ([(context.territory, LocalizedText(zh: "本级", en: "ourselves"))] + below.map { ($0.code, $0.name) }).map {
                            Option($0.0.digits, reading.words($0.1))
                        }), isRequired: true, chosen: [context.territory.digits]),
                FormField(
                    name: "doorLevel",
                    kind: .choice(
                        [Option("", reading.words("lookBack.doorsWhole"))]
                            + doorLevels.map { Option($0.rawValue, reading.words(LocalizedText(zh: $0.zh, en: $0.en))) })),
                FormField(name: "dueBy", kind: .moment, value: reading.moments.fieldValue(reading.now + .hours(48))), .at(reading),
            ]
        },
        read: { reader, context in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let title = reader.text("lookBackTitle", required: true) ?? ""
            let codes = (reader.text("originCodes") ?? "").split { $0.isWhitespace || ",，;；、".contains($0) }.map(String.init)
            let origins = codes.compactMap(TerritoryCode.init)
            if let wrong = codes.first(where: { TerritoryCode($0) == nil }) {
                reader.errors["originCodes"] = reader.words("lookBack.badCode", ["found": wrong])
            }
            let today = reader.reading.moments.today
            let (from, until) = (reader.day("fromDay", required: true) ?? today, reader.day("untilDay", required: true) ?? today)
            if from > until { reader.errors["untilDay"] = reader.words("lookBack.daysTurned") }
            let sources = reader.input.all("lookBackSources").compactMap(ArrivalSource.init)
            if sources.isEmpty { reader.errors["lookBackSources"] = reader.words("field.required") }
            let order = LookBackOrder(
                title: title, issuer: context.territory, territories: reader.territories("addressees"), from: from, until: until,
                due: reader.deadline("dueBy", after: at), origins: origins, sources: sources)
            let level = doorLevels.first { $0.rawValue == reader.input["doorLevel"] }?.level
            return { filing in
                ThingFiled(subject: .lookBack(try filing.orderLookBack(order, doorsAt: level, at: min(at, filing.now))), undo: nil)
            }
        })

    /// The levels at which whoever knocks at doors can be asked to report.
    private static let doorLevels: [(rawValue: String, level: TerritoryCode.Level, zh: String, en: String)] = [
        ("county", .county, "各县（市、区）分别", "every county for itself"), ("township", .township, "各乡镇（街道）分别", "every township for itself"),
        ("village", .village, "各村（社区）分别", "every village for itself"), ("grid", .grid, "各网格分别", "every grid for itself"),
    ]

    static let report = ThingForm(
        name: "lookBackReport", kind: .lookBack, permission: .reportLookBack, meets: ["report", "identify", "place", "hours", "escalate"],
        fieldNames: ["addressee", "source", "hoursFrom", "hoursUntil", "records", "withoutIdentity", "withoutLocation", "remark", "at"],
        isOffered: { $0.view?.standing.state != "closed" && !own($0).isEmpty },
        fields: { context, reading in
            let names = Dictionary(context.territories.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
            let asked = context.obligation?.obligation
            let source = asked?.id.rule.split(separator: ".").lazy.compactMap { ArrivalSource(rawValue: String($0)) }.first
            let territories = own(context)
            let first = asked.map(\.territory).flatMap { territories.contains($0) ? $0 : nil } ?? territories.first
            return [
                FormField(
                    name: "addressee",
                    kind: .choice(territories.map { code in Option(code.digits, names[code].map { reading.words($0) } ?? code.digits) }),
                    isRequired: true, value: first?.digits ?? ""),
                .choice("source", context.view?.dossier.founding(LookBackOrder.self)?.value.sources ?? ArrivalSource.allCases, first: source) {
                    reading.words($0.words)
                },
                FormField(name: "hoursFrom", kind: .moment), FormField(name: "hoursUntil", kind: .moment),
                FormField(name: "records", kind: .number, isRequired: true),
                FormField(name: "withoutIdentity", kind: .number, isRequired: true, value: "0"),
                FormField(name: "withoutLocation", kind: .number, isRequired: true, value: "0"), .text("remark"), .at(reading),
            ]
        },
        read: { reader, context in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            func number(_ name: String) -> Int {
                if reader.input[name] == nil { reader.errors[name] = reader.words("field.required") }
                return reader.number(name, 0...10_000_000) ?? 0
            }
            let (from, until) = (reader.moment("hoursFrom", required: false), reader.moment("hoursUntil", required: false))
            var hours: LookBackReport.Hours?
            switch (from, until) {
            case (let from?, let until?) where from < until: hours = .init(from: from, until: until)
            case (nil, nil): break
            case (nil, _): reader.errors["hoursFrom"] = reader.words("lookBack.hoursBoth")
            default: reader.errors["hoursUntil"] = reader.words("lookBack.hoursBoth")
            }
            let report = LookBackReport(
                territory: reader.territory("addressee"), source: reader.choice("source") ?? .manifest, records: number("records"),
                withoutIdentity: number("withoutIdentity"), withoutLocation: number("withoutLocation"), hours: hours, remark: reader.text("remark"))
            if report.withoutIdentity + report.withoutLocation > report.records {
                reader.errors["withoutIdentity"] = reader.words("lookBack.moreBlanks")
            }
            let reference = Reference<LookBackOrder>(rawValue: context.view?.subject.number ?? 0)
            return { filing in
                ThingFiled(subject: .lookBack(reference), undo: try filing.handIn(report, to: reference, at: min(at, filing.now)).id)
            }
        })

    static let gather = ThingForm(
        name: "lookBackGather", kind: .lookBack, permission: .orderLookBack, fieldNames: [],
        isOffered: { $0.view?.standing.state != "closed" && isIssuers($0) }, fields: { _, _ in [] },
        read: { _, context in
            let reference = Reference<LookBackOrder>(rawValue: context.view?.subject.number ?? 0)
            return { filing in
                _ = try filing.gather(reference)
                return ThingFiled(subject: .lookBack(reference), undo: nil)
            }
        })

    static let close = ThingForm(
        name: "lookBackClose", kind: .lookBack, permission: .orderLookBack, meets: ["close"], fieldNames: ["residueExplained", "at"],
        isOffered: { $0.view?.standing.state != "closed" && isIssuers($0) }, fields: { _, reading in [.area("residueExplained"), .at(reading)] },
        read: { reader, context in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let explanation = reader.text("residueExplained")
            let reference = Reference<LookBackOrder>(rawValue: context.view?.subject.number ?? 0)
            return { filing in
                do {
                    let record = try filing.closeLookBack(reference, explanation: explanation, at: min(at, filing.now))
                    return ThingFiled(subject: .lookBack(reference), undo: record.id)
                } catch OperationError.reasonMissing {
                    throw Refusal.invalid(
                        field: "residueExplained",
                        LocalizedText(zh: "仍有人员未找到，请说明原因。", en: "Somebody was not found: say why before closing."))
                }
            }
        })

    private static func own(_ context: ThingFormContext) -> [TerritoryCode] {
        guard let order = context.view?.dossier.founding(LookBackOrder.self)?.value else { return [] }
        return (order.territories + (order.kept?.counties ?? []) + (order.units ?? [])).filter { code in context.grants.contains { $0.contains(code) }
        }
    }

    private static func isIssuers(_ context: ThingFormContext) -> Bool {
        guard let order = context.view?.dossier.founding(LookBackOrder.self)?.value else { return false }
        return context.grants.contains { $0.contains(order.issuer) }
    }
}
