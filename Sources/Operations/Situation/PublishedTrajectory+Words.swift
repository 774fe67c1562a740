import Policy
import Vocabulary

extension PublishedTrajectory {
    /// The line of the bulletin; `names` gives the territories' names.
    public func line(in zone: CivilZone, names: (TerritoryCode) -> LocalizedText) -> LocalizedText {
        let stops = self.stops.map { $0.text(in: zone, names) }
        let age =
            ages.map { ages in
                ages.lowerBound >= 80
                    ? LocalizedText(zh: "80岁及以上", en: "aged 80 or over")
                    : LocalizedText(zh: "\(ages.lowerBound)—\(ages.upperBound - 1)岁", en: "aged \(ages.lowerBound)–\(ages.upperBound - 1)")
            } ?? LocalizedText(zh: "年龄不详", en: "age not known")
        let kind =
            self.kind == .asymptomatic ? LocalizedText(zh: "无症状感染者", en: "asymptomatic") : LocalizedText(zh: "确诊病例", en: "confirmed")
        if stops.isEmpty {
            return LocalizedText(
                zh: "病例\(number)（\(age.zh)，\(kind.zh)）：无可公布的活动轨迹。", en: "Case \(number) (\(age.en), \(kind.en)): no movements to be published.")
        }
        return LocalizedText(
            zh: "病例\(number)（\(age.zh)，\(kind.zh)）：\(stops.map(\.zh).joined(separator: "；"))。",
            en: "Case \(number) (\(age.en), \(kind.en)): \(stops.map(\.en).joined(separator: "; ")).")
    }

    /// The lines of all new cases with what stands above and below them.
    public static func text(_ all: [PublishedTrajectory], in zone: CivilZone, names: (TerritoryCode) -> LocalizedText) -> [LocalizedText] {
        guard !all.isEmpty else { return [] }
        let moved = all.filter { !$0.stops.isEmpty }
        let others = all.count - moved.count
        var lines = [LocalizedText(zh: "新增病例活动轨迹（公共场所，时间为整点区间）：", en: "Movements of the new cases (public places, whole hours):")]
        lines += moved.map { $0.line(in: zone, names: names) }
        if others > 0 {
            lines.append(
                LocalizedText(
                    zh: moved.isEmpty ? "新增\(others)例均无可公布的活动轨迹。" : "其余\(others)例无可公布的活动轨迹。",
                    en: moved.isEmpty
                        ? "None of the \(others) has movements to be published."
                        : "\(others) more \(others == 1 ? "has" : "have") no movements to be published."))
        }
        if moved.contains(where: { $0.stops.contains { $0.place != nil || $0.service != nil } }) {
            lines.append(
                LocalizedText(
                    zh: "请同时段到过上述场所的人员立即向所在社区（村）报告，并配合落实防控措施。",
                    en: "Whoever was in one of these places at the same time reports to their community at once and follows its measures."))
        }
        return lines
    }
}

extension PublishedTrajectory.Stop {
    fileprivate func text(in zone: CivilZone, _ names: (TerritoryCode) -> LocalizedText) -> LocalizedText {
        let when = time(in: zone)
        if isOnTheWay {
            guard let vehicle else { return LocalizedText(zh: "\(when.zh)在途中", en: "\(when.en) on the way") }
            let by = PublishedTrajectory.name(vehicle)
            return LocalizedText(
                zh: "\(when.zh)乘\(by.zh)" + (service.map { " \($0)" } ?? ""),
                en: "\(when.en) on " + (service.map { "\(by.en) \($0)" } ?? "a \(by.en)"))
        }
        guard let territory else { return LocalizedText(zh: "\(when.zh)\(place ?? "在外地")", en: "\(when.en) \(place ?? "elsewhere")") }
        let area = names(territory)
        return LocalizedText(
            zh: when.zh + (place.map { area.zh + $0 } ?? "在\(area.zh)"), en: "\(when.en) \(place.map { "\($0), \(area.en)" } ?? "in \(area.en)")")
    }

    /// 3月11日12—14时; over midnight 3月11日20时—12日8时.
    private func time(in zone: CivilZone) -> LocalizedText {
        func day(_ date: CivilDate) -> LocalizedText {
            let (_, month, day) = date.components
            return LocalizedText(zh: "\(month)月\(day)日", en: "\(day) \(PublishedTrajectory.months[month - 1])")
        }
        guard let hours else { return day(self.day) }
        func hour(_ moment: Instant) -> Int { zone.timeOfDay(of: moment) / 3_600_000 }
        func clock(_ hour: Int) -> String { (hour < 10 ? "0" : "") + "\(hour):00" }
        let from = day(zone.date(of: hours.lowerBound))
        // Midnight is the end of the day that was.
        let isMidnight = hour(hours.upperBound) == 0
        let last = isMidnight ? zone.date(of: hours.upperBound) - 1 : zone.date(of: hours.upperBound)
        let end = isMidnight ? 24 : hour(hours.upperBound)
        if last == zone.date(of: hours.lowerBound) {
            return LocalizedText(
                zh: "\(from.zh)\(hour(hours.lowerBound))—\(end)时", en: "\(from.en) \(clock(hour(hours.lowerBound)))–\(clock(end))")
        }
        let until = day(last)
        return LocalizedText(
            zh: "\(from.zh)\(hour(hours.lowerBound))时—\(until.zh)\(end)时",
            en: "\(from.en) \(clock(hour(hours.lowerBound)))–\(until.en) \(clock(end))")
    }
}

extension PublishedTrajectory {
    fileprivate static let months = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]

    fileprivate static func name(_ vehicle: VehicleKind) -> LocalizedText {
        switch vehicle {
        case .aircraft: LocalizedText(zh: "航班", en: "flight")
        case .enclosedTrain, .sleeperTrain, .openTrain: LocalizedText(zh: "列车", en: "train")
        case .enclosedBus, .ventilatedBus: LocalizedText(zh: "客车", en: "bus")
        case .ship: LocalizedText(zh: "船", en: "ship")
        case .taxi: LocalizedText(zh: "出租车", en: "taxi")
        }
    }
}
