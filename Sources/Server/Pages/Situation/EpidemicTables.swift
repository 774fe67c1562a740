import Epidemiology
import Operations
import Vocabulary

/// Turns estimates into the tables of the page.
struct EpidemicTables {
    let content: EpidemicPage.Content
    let reading: Reading
    var words: Words { reading.words }
    private var estimates: Estimates { content.estimates }

    init(_ content: EpidemicPage.Content, _ reading: Reading) {
        self.content = content
        self.reading = reading
    }

    /// What is reckoned with.
    var lead: String {
        guard let interval = estimates.interval else { return words("epidemic.noInterval") }
        return words("epidemic.lead", ["mean": number(interval.mean), "sd": number(interval.deviation)])
    }

    /// The key numbers, each with its limits or with why there is none.
    var figures: [KeyFigure] {
        let reproduction = estimates.reproduction
        let growth = estimates.growth
        let offspring = estimates.offspring
        return [
            figure(
                words("epidemic.r"), reproduction.value?.last.map { number($0.mean) },
                reproduction.value?.last.map { limits($0.quantiles.q025, $0.quantiles.q975) } ?? lack(reproduction)),
            figure(
                growth.value.map { $0.rate.estimate < 0 } ?? false ? words("epidemic.halving") : words("epidemic.doubling"),
                growth.value.map { $0.isCertain ? days(abs($0.doubling.estimate)) : words("epidemic.uncertain") },
                growth.value.map { words("epidemic.perDay", ["rate": limits($0.rate.lower * 100, $0.rate.upper * 100)]) } ?? lack(growth)),
            figure(
                words("epidemic.onsetToReport"), estimates.onsetToReport.value.map { days($0.estimate) },
                estimates.onsetToReport.value.map { limits($0.lower, $0.upper) } ?? lack(estimates.onsetToReport)),
            figure(
                words("epidemic.dispersion"), offspring.value.map { number($0.dispersion.estimate) },
                offspring.value.map { limits($0.dispersion.lower, $0.dispersion.upper) } ?? lack(offspring)),
            figure(
                words("epidemic.share80"), offspring.value.map { "\(Int(($0.shareCausing80.estimate * 100).rounded())) %" },
                offspring.value.map { words("epidemic.ofCases", ["n": words.figure($0.cases)]) } ?? lack(offspring)),
            warningFigure, clusterFigure,
        ]
    }

    /// How many clusters stand out, and where the strongest lies.
    private var clusterFigure: KeyFigure {
        let found = estimates.clusters.value
        let strongest = found?.first.map { cluster in
            let place = words.list(cluster.territories.prefix(3).map(name)) + (cluster.territories.count > 3 ? " …" : "")
            return words("epidemic.strongest", ["place": place, "cases": words.figure(cluster.cases), "expected": number(cluster.expected)])
        }
        return KeyFigure(
            label: words("epidemic.clusters"), value: found.map { words.figure($0.count) } ?? "–",
            note: strongest ?? (found == nil ? lack(estimates.clusters) : nil), address: reading.address("/situation/epidemic") + "#section-clusters")
    }

    func name(_ code: TerritoryCode) -> String { content.names[code].map { words($0) } ?? code.digits }

    /// The counties of each cluster.
    var outlines: String {
        (estimates.clusters.value ?? []).map { $0.territories.map(\.digits).joined(separator: " ") }.joined(separator: ";")
    }

    private func figure(_ label: String, _ value: String?, _ note: String?) -> KeyFigure {
        KeyFigure(label: label, value: value ?? "–", note: note, address: nil)
    }
}

// MARK: - Charts

extension EpidemicTables {
    /// New infections by day, counted as asked.
    func curve(_ count: EpidemicPage.Count) -> EpidemicPage.Table {
        let day = words("situation.day")
        switch count {
        case .report:
            return table(
                "curve", words("epidemic.curve"), note: words("epidemic.reportNote"), by: count,
                head: [head(day), bar("epidemic.reported", "inside")],
                rows: estimates.curve.map { row($0.date, [whole($0.reported)], isFilling: !$0.isOver) })
        case .found:
            return table(
                "curve", words("epidemic.curve"), note: nil, by: count,
                head: [head(day), bar("situation.outside", "outside"), bar("situation.inside", "inside"), bar("situation.imported", "imported")],
                rows: estimates.curve.map { row($0.date, [whole($0.outside), whole($0.inside), whole($0.imported)], isFilling: !$0.isOver) })
        case .onset:
            let nowcast = Dictionary((estimates.nowcast.value ?? []).map { ($0.date, $0) }, uniquingKeysWith: { $1 })
            return table(
                "curve", words("epidemic.curve"), note: lack(estimates.nowcast) ?? words("epidemic.nowcastNote"), by: count,
                head: [head(day), bar("epidemic.known", "inside"), line("epidemic.expected")] + band("95"),
                rows: estimates.curve.map { shown in
                    let expected = nowcast[shown.date]
                    return row(
                        shown.date,
                        [
                            whole(shown.events), expected.map { number($0.quantiles.q50) } ?? "", expected.map { number($0.quantiles.q025) } ?? "",
                            expected.map { number($0.quantiles.q975) } ?? "",
                        ], isFilling: expected?.isFilling ?? true)
                })
        }
    }

    /// R in sliding windows.
    var reproduction: EpidemicPage.Table {
        let filling = Set((estimates.nowcast.value ?? []).filter(\.isFilling).map(\.date))
        return table(
            "reproduction", words("epidemic.reproduction"), note: words("epidemic.reproductionNote"), lack: lack(estimates.reproduction),
            threshold: "1",
            head: [head(words("epidemic.windowEnd")), line("epidemic.mean")] + band("95"),
            rows: (estimates.reproduction.value ?? []).map {
                row($0.end, [number($0.mean), number($0.quantiles.q025), number($0.quantiles.q975)], isFilling: filling.contains($0.end))
            })
    }

    /// The last two weeks and the coming one.
    var forecast: EpidemicPage.Table {
        let past = (estimates.nowcast.value ?? []).suffix(14).map { row($0.date, [whole($0.known), "", "", "", "", ""], isFilling: $0.isFilling) }
        let coming = (estimates.forecast.value ?? []).map { day in
            let fan = day.quantiles
            return row(day.date, ["", number(fan.q50), number(fan.q25), number(fan.q75), number(fan.q025), number(fan.q975)])
        }
        return table(
            "forecast", words("epidemic.forecast"), note: words("epidemic.forecastNote"), lack: lack(estimates.forecast),
            head: [head(words("situation.day")), bar("epidemic.known", "inside"), line("epidemic.median")] + band("50") + band("95"),
            rows: coming.isEmpty ? [] : past + coming)
    }
}

// MARK: - Tables

extension EpidemicTables {
    /// R by territory, with an honest word where there are too few cases.
    var places: EpidemicPage.Table {
        table(
            "territories", words("epidemic.territories"), note: words("epidemic.territoriesNote"), chart: nil,
            head: [head(words("situation.area")), head(words("epidemic.cases7")), head(words("epidemic.r95")), head(words("epidemic.before95"))],
            rows: estimates.places.map { place in
                let made = place.reproduction.value.map { "\(number($0.mean)) (\(limits($0.quantiles.q025, $0.quantiles.q975)))" }
                let before = place.before.map { "\(number($0.mean)) (\(limits($0.quantiles.q025, $0.quantiles.q975)))" }
                return row(
                    name(place.territory),
                    [whole(place.cases), made ?? lack(place.reproduction) ?? "–", before ?? "–"])
            })
    }

    /// Where more cases come than residents would make one expect; that there is nowhere such is said.
    var clusters: EpidemicPage.Table {
        let found = estimates.clusters.value
        return table(
            "clusters", words("epidemic.clusters"), note: words("epidemic.clustersNote"),
            lack: found?.isEmpty ?? false ? words("epidemic.noClusters") : lack(estimates.clusters), chart: nil,
            head: [
                head(words("epidemic.counties")), head(words("epidemic.clusterSince")), head(words("epidemic.clusterCases")),
                head(words("epidemic.clusterExpected")), head("p"),
            ],
            rows: (found ?? []).enumerated().map { index, cluster in
                row(
                    "\(index + 1). " + words.list(cluster.territories.map(name)),
                    [reading.moments.day(cluster.since), whole(cluster.cases), number(cluster.expected), probability(cluster.p)])
            })
    }

    /// Whether there is more than one county to draw.
    var hasMap: Bool { estimates.counties.count > 1 }

    /// Local cases by county, those of a cluster told: what the map is drawn from.
    var counties: EpidemicPage.Table {
        let found = estimates.clusters.value ?? []
        return table(
            "counties", words("epidemic.map"), note: words(found.isEmpty ? "epidemic.mapNote" : "epidemic.mapClusters"), chart: "map",
            head: [head(words("situation.area")), head(words("epidemic.local7")), head(words("epidemic.cluster"))],
            rows: estimates.counties.map { county in
                let cluster = found.firstIndex { $0.territories.contains(county.territory) }
                var row = row(name(county.territory), [whole(county.cases), cluster.map { "\($0 + 1)" } ?? ""])
                row.code = county.territory.digits
                row.value = "\(county.cases)"
                return row
            })
    }

    /// This week and last.
    var delays: EpidemicPage.Table {
        func spread(_ spread: Estimates.Spread?) -> String {
            guard let spread else { return "–" }
            return words(
                "epidemic.spread",
                [
                    "median": number(spread.median), "lower": number(spread.lower), "upper": number(spread.upper), "n": words.figure(spread.count),
                ])
        }
        return table(
            "delays", words("epidemic.delays"), note: words("epidemic.delaysNote"), chart: nil,
            head: [head(words("epidemic.delay")), head(words("epidemic.thisWeek")), head(words("epidemic.lastWeek"))],
            rows: estimates.delays.map { delay in
                let label =
                    switch delay.kind {
                    case .onsetToReport: words("epidemic.onsetToReport")
                    case .onsetToIsolation: words("figure.onsetToIsolation")
                    }
                return row(label, [spread(delay.thisWeek), spread(delay.lastWeek)])
            })
    }

    /// Where infections came about, and how many of those exposed there were infected.
    var transmission: EpidemicPage.Table {
        let offspring = estimates.offspring.value.map {
            words(
                "epidemic.offspring",
                [
                    "n": words.figure($0.cases), "none": words.figure($0.withoutOffspring), "r": number($0.reproduction.estimate),
                    "limits": limits($0.reproduction.lower, $0.reproduction.upper),
                ])
        }
        let counts = Dictionary(estimates.settings.map { ($0.setting, $0.count) }, uniquingKeysWith: +)
        let rates = Dictionary(estimates.attackRates.map { ($0.setting, $0.infected) }, uniquingKeysWith: { first, _ in first })
        let settings = ContactSetting.allCases.filter { counts[$0] != nil || rates[$0] != nil }
            .sorted { (counts[$0] ?? 0, rates[$0]?.total ?? 0) > (counts[$1] ?? 0, rates[$1]?.total ?? 0) }
        return table(
            "settings", words("epidemic.settings"), note: words.sentences([offspring ?? lack(estimates.offspring), words("epidemic.attackNote")]),
            chart: nil,
            head: [
                head(words("epidemic.setting")), head(words("epidemic.infections")), head(words("epidemic.followed")),
                head(words("epidemic.attackRate")),
            ],
            rows: settings.map { row(words.name($0), [whole(counts[$0] ?? 0)] + attack(rates[$0])) }
                + [row(words("epidemic.noInfector"), [whole(estimates.withoutInfector), "", ""])])
    }

    /// Contacts followed and the share infected with its limits.
    private func attack(_ infected: Proportion?) -> [String] {
        guard let infected, let rate = infected.interval() else { return ["0", "–"] }
        let share = "\(percent(rate.estimate)) % (\(percent(rate.lower))–\(percent(rate.upper)))"
        return [words("epidemic.infectedOf", ["infected": whole(infected.count), "n": whole(infected.total)]), share]
    }

    /// To tenths of a per cent below ten, to whole ones above.
    private func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : "\(Int((share * 100).rounded()))"
    }

    /// How good past forecasts would have been.
    var record: EpidemicPage.Table {
        func share(_ part: Proportion) -> String { words.percent(part.count, of: part.total) }
        return table(
            "record", words("epidemic.record"), note: words("epidemic.recordNote"), lack: lack(estimates.record), chart: nil,
            head: [
                head(words("epidemic.ahead")), head(words("epidemic.forecasts")), head(words("epidemic.crps")), head(words("epidemic.persistence")),
                head(words("epidemic.inside50")), head(words("epidemic.inside95")),
            ],
            rows: (estimates.record.value ?? []).map { lead in
                row(
                    "\(lead.days)",
                    [whole(lead.count), number(lead.crps), number(lead.crpsOfPersistence), share(lead.inside50), share(lead.inside95)])
            })
    }
}

// MARK: - Parts

extension EpidemicTables {
    func table(
        _ id: String, _ title: String, note: String?, lack: String? = nil, by count: EpidemicPage.Count? = nil, chart: String? = "series",
        threshold: String? = nil, head: [EpidemicPage.Head], rows: [EpidemicPage.Row]
    ) -> EpidemicPage.Table {
        var head = head
        head[0].isNumber = false
        let rows = rows.map { row in
            EpidemicPage.Row(
                label: row.label, iso: row.iso, code: row.code, value: row.value, isFilling: row.isFilling,
                cells: zip(row.cells, head.dropFirst()).map { EpidemicPage.Cell(text: $0.text, label: $1.label) })
        }
        return EpidemicPage.Table(
            id: id, title: title, note: note, lack: lack, chart: lack == nil ? chart : nil, threshold: threshold,
            csv: reading.address("/situation/epidemic/\(id).csv", count.map { [("by", $0.rawValue)] } ?? []), head: head, rows: rows)
    }

    private func row(_ date: CivilDate, _ cells: [String], isFilling: Bool = false) -> EpidemicPage.Row {
        EpidemicPage.Row(
            label: reading.moments.day(date), iso: "\(date)", isFilling: isFilling, cells: cells.map { EpidemicPage.Cell(text: $0, label: "") })
    }

    func row(_ label: String, _ cells: [String]) -> EpidemicPage.Row {
        EpidemicPage.Row(label: label, iso: label, isFilling: false, cells: cells.map { EpidemicPage.Cell(text: $0, label: "") })
    }

    func head(_ label: String) -> EpidemicPage.Head { EpidemicPage.Head(label: label, series: "", colour: "", band: "") }

    private func bar(_ key: String, _ colour: String) -> EpidemicPage.Head {
        EpidemicPage.Head(label: words(key), series: "bar", colour: "--curve-\(colour)", band: "")
    }

    private func line(_ key: String) -> EpidemicPage.Head {
        EpidemicPage.Head(label: words(key), series: "line", colour: "--accent", band: "")
    }

    /// The two limits of a band.
    private func band(_ share: String) -> [EpidemicPage.Head] {
        [
            EpidemicPage.Head(label: words("epidemic.low", ["share": share]), series: "low", colour: "--accent", band: share),
            EpidemicPage.Head(label: words("epidemic.high", ["share": share]), series: "high", colour: "--accent", band: share),
        ]
    }

    /// Why there is no estimate; nil where there is one.
    private func lack<Value>(_ estimated: Estimated<Value>) -> String? {
        switch estimated {
        case .made: nil
        case .tooFewCases(let given, let needed): words("epidemic.tooFewCases", ["n": words.figure(given), "needed": words.figure(needed)])
        case .tooFewDays(let given, let needed): words("epidemic.tooFewDays", ["n": words.figure(given), "needed": words.figure(needed)])
        case .unstated: words("epidemic.unstated")
        case .undetermined: words("epidemic.undetermined")
        }
    }

    /// To thousandths.
    private func probability(_ p: Double) -> String {
        let thousandths = Int((p * 1000).rounded(.up))
        return "0." + String(repeating: "0", count: max(0, 3 - "\(thousandths)".count)) + "\(thousandths)"
    }

    func whole(_ number: Int) -> String { words.figure(number) }
    private func days(_ number: Double) -> String { words("epidemic.days", ["n": self.number(number)]) }
    private func limits(_ low: Double, _ high: Double) -> String { "\(number(low))–\(number(high))" }

    /// To two decimals below ten, to whole numbers above; ∞ for what has no limit.
    func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return value.isNaN ? "–" : value < 0 ? "−∞" : "∞" }
        guard abs(value) < 10 else { return "\(Int(value.rounded()))" }
        let hundredths = Int((abs(value) * 100).rounded())
        let sign = value < 0 && hundredths > 0 ? "−" : ""
        return sign + "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
    }
}
