import Storage
import Vocabulary

/// The situation in the words in which a province states it.
public struct SituationBrief: Hashable, Sendable {
    /// The sentences, the most important first.
    public let sentences: [LocalizedText]

    /// States a situation; `names` gives the territories' names.
    public init(_ situation: Situation, zone: CivilZone, names: (TerritoryCode) -> LocalizedText) {
        let figures = situation.figures
        let time = SituationBrief.time(situation.asOf, zone)
        let cities = figures.prefectures.map(names)
        var sentences: [LocalizedText] = []
        if cities.isEmpty {
            sentences.append(
                LocalizedText(
                    zh: "截至\(time.zh)，\(names(situation.territory).zh)无在治本土感染者。",
                    en: "As of \(time.en), \(names(situation.territory).en) has no local infection under care."))
        } else {
            let (noun, verb) = cities.count == 1 ? ("prefecture", "has") : ("prefectures", "have")
            sentences.append(
                LocalizedText(
                    zh: "截至\(time.zh)，\(names(situation.territory).zh)有\(cities.count)个市州出现散发本土感染者：\(cities.map(\.zh).joined(separator: "、"))。",
                    en:
                        "As of \(time.en), \(cities.count) \(noun) of \(names(situation.territory).en) \(verb) sporadic local infections: \(cities.map(\.en).joined(separator: ", "))."
                ))
        }
        sentences.append(SituationBrief.patients(figures))
        if figures.confirmedElsewhere > 0 {
            sentences.append(
                LocalizedText(
                    zh: "另有未结确诊病例\(figures.confirmedElsewhere)例无在院记录。",
                    en: figures.confirmedElsewhere == 1
                        ? "Of one more open confirmed case no stay in a hospital is recorded."
                        : "Of \(figures.confirmedElsewhere) more open confirmed cases no stay in a hospital is recorded."))
        }
        sentences.append(SituationBrief.asymptomatic(figures))
        if let rolls = situation.rolls {
            let (close, secondary) = (rolls.count(.contacts), rolls.count(.secondaryContacts))
            let central = rolls.count(.controlled, tag: ControlMode.central.rawValue)
            sentences.append(
                LocalizedText(
                    zh: "现有密切接触者\(close)人、次密切接触者\(secondary)人；集中隔离\(central)人。",
                    en: "\(close) close contacts and \(secondary) contacts of contacts are known; \(central) people are in central isolation."))
        }
        self.sentences = sentences
    }

    private static func patients(_ figures: CaseFigures) -> LocalizedText {
        let imported = figures.importedConfirmedInHospital
        return LocalizedText(
            zh: "在院治疗本土确诊病例\(figures.localConfirmedInHospital)例" + (imported > 0 ? "、境外输入确诊病例\(imported)例" : "")
                + (figures.severe > 0 ? "，其中重症\(figures.severe)例。" : "。"),
            en: "\(figures.localConfirmedInHospital) local confirmed cases are in hospital"
                + (imported > 0 ? ", and \(imported) imported from abroad" : "")
                + (figures.severe > 0 ? "; \(figures.severe) of them are severe." : "."))
    }

    private static func asymptomatic(_ figures: CaseFigures) -> LocalizedText {
        let (local, imported) = (figures.localAsymptomatic, figures.importedAsymptomatic)
        let all = local + imported
        if all > 0 && local == 0 {
            return LocalizedText(
                zh: "无症状感染者\(all)例，均为境外输入。", en: "\(all) asymptomatic infections are under observation, all imported from abroad.")
        }
        return LocalizedText(
            zh: "无症状感染者\(all)例，其中境外输入\(imported)例。",
            en: "\(all) asymptomatic infections are under observation, \(imported) of them imported from abroad.")
    }

    private static func time(_ moment: Instant, _ zone: CivilZone) -> LocalizedText {
        let (_, month, day) = zone.date(of: moment).components
        let minutes = zone.timeOfDay(of: moment) / 60_000
        let clock = (minutes / 60 < 10 ? "0" : "") + "\(minutes / 60):" + (minutes % 60 < 10 ? "0" : "") + "\(minutes % 60)"
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
        ]
        return LocalizedText(
            zh: "\(month)月\(day)日\(minutes.isMultiple(of: 60) ? "\(minutes / 60)时" : clock)", en: "\(clock) on \(day) \(months[month - 1])")
    }
}
