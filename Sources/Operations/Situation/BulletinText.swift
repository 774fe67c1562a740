import Vocabulary

/// A bulletin in the words in which the province publishes it (`domain.md` §12.1); no person is named or can be told from it.
public struct BulletinText: Hashable, Sendable {
    /// The sentences, in the order of the bulletin.
    public let sentences: [LocalizedText]

    /// The sentences as one text, a line each.
    public var text: LocalizedText { LocalizedText(lines: sentences) }

    /// States a bulletin; `names` gives the territories' names.
    public init(_ bulletin: Bulletin, names: (TerritoryCode) -> LocalizedText) {
        let (year, month, day) = bulletin.day.components
        let place = names(bulletin.territory)
        let new = BulletinText.found(bulletin.newConfirmed, names)
        let converted = bulletin.converted.total
        var sentences = [
            LocalizedText(
                zh: "\(year)年\(month)月\(day)日0—24时，\(place.zh)报告新增确诊病例\(bulletin.newConfirmed.total)例\(new.zh)"
                    + (converted > 0 ? "，其中无症状感染者转确诊\(converted)例。" : "。"),
                en: "0–24 h on \(bulletin.day), \(place.en): \(bulletin.newConfirmed.total) new confirmed cases\(new.en)"
                    + (converted > 0 ? "; \(converted) of them converted from asymptomatic." : "."))
        ]
        let asymptomatic = BulletinText.found(bulletin.newAsymptomatic, names)
        sentences.append(
            LocalizedText(
                zh: "新增无症状感染者\(bulletin.newAsymptomatic.total)例\(asymptomatic.zh)。",
                en: "\(bulletin.newAsymptomatic.total) new asymptomatic infections\(asymptomatic.en)."))
        let observed = bulletin.after.observed
        sentences.append(
            LocalizedText(
                zh:
                    "当日转为确诊病例\(converted)例，当日解除医学观察\(bulletin.released.total)例，尚在医学观察的无症状感染者\(observed.total)例（境外输入\(observed.imported)例）。",
                en:
                    "\(converted) were converted to confirmed and \(bulletin.released.total) released; \(observed.total) asymptomatic infections remain under observation, \(observed.imported) of them imported from abroad."
            ))
        if bulletin.corrections.total + bulletin.ruledOut.total > 0 {
            sentences.append(
                LocalizedText(
                    zh: "当日订正核减确诊病例\(bulletin.corrections.total)例；解除观察者中排除\(bulletin.ruledOut.total)例。",
                    en:
                        "\(bulletin.corrections.total) confirmed cases were taken off by correction; \(bulletin.ruledOut.total) of the released were ruled out."
                ))
        }
        sentences.append(
            BulletinText.totals(bulletin.after, new: (bulletin.newDischarged, bulletin.newDied), month: month, day: day, date: bulletin.day))
        if !bulletin.quiet.isEmpty {
            let zh = bulletin.quiet.map { "\(names($0.territory).zh)\($0.days)天" }.joined(separator: "、")
            let en = bulletin.quiet.map { "\(names($0.territory).en) \($0.days)" }.joined(separator: ", ")
            sentences.append(LocalizedText(zh: "无新增本土感染者天数：\(zh)。", en: "Days without a new local infection: \(en)."))
        }
        self.sentences = sentences
    }

    private static func totals(_ totals: Bulletin.Totals, new: (discharged: Int, died: Int), month: Int, day: Int, date: CivilDate) -> LocalizedText {
        LocalizedText(
            zh: "截至\(month)月\(day)日24时，累计报告确诊病例\(totals.confirmed.total)例（境外输入\(totals.confirmed.imported)例），在院治疗\(totals.open.total)例"
                + "（重症\(totals.severe)例），出院\(totals.discharged)例（当日\(new.discharged)例），死亡\(totals.died)例（当日\(new.died)例）"
                + (totals.left > 0 ? "，转出\(totals.left)例。" : "。"),
            en: "By 24:00 on \(date): \(totals.confirmed.total) confirmed cases in all (\(totals.confirmed.imported) imported from abroad), "
                + "\(totals.open.total) under treatment (\(totals.severe) severe), \(totals.discharged) discharged (\(new.discharged) that day), "
                + "\(totals.died) died (\(new.died) that day)" + (totals.left > 0 ? ", \(totals.left) handed to other territories." : "."))
    }

    /// （境外输入…，本土…（长沙市3例，…）） behind a count.
    private static func found(_ found: Bulletin.Found, _ names: (TerritoryCode) -> LocalizedText) -> LocalizedText {
        guard found.total > 0 else { return LocalizedText(zh: "", en: "") }
        let places = found.places.map { place in
            let total = place.inside + place.outside
            let name = names(place.territory)
            return LocalizedText(
                zh: "\(name.zh)\(total)例，\(split(place, zh: true))", en: "\(name.en) \(total), \(split(place, zh: false))")
        }
        let zh = places.isEmpty ? "" : "（\(places.map(\.zh).joined(separator: "；"))）"
        let en = places.isEmpty ? "" : " (\(places.map(\.en).joined(separator: "; ")))"
        return LocalizedText(
            zh: "，其中境外输入\(found.imported)例，本土\(found.local)例\(zh)", en: ": \(found.imported) imported from abroad, \(found.local) local\(en)")
    }

    private static func split(_ place: Bulletin.Place, zh: Bool) -> String {
        switch (place.inside, place.outside) {
        case (_, 0): zh ? "均为管控人员中发现" : "all found under control"
        case (0, _): zh ? "均为社会面发现" : "all found outside control"
        case (let inside, let outside):
            zh ? "管控人员中发现\(inside)例、社会面发现\(outside)例" : "\(inside) found under control and \(outside) outside"
        }
    }
}
