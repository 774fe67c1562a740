import Policy
import Vocabulary

extension Outbreak {
    /// Infects those with whom it begins.
    mutating func seed() {
        for (group, seeding) in setup.scenario.seeds.enumerated() {
            let only = seeding.territory.flatMap { code in population.territories.indices.filter { code.contains(population.territories[$0].code) } }
            let first = only?.first.map { population.starts[$0] } ?? 0
            let span = only.map { $0.reduce(0) { $0 + Int(population.sizes[$1]) } } ?? population.count
            var stream = keys.stream(UInt32(group), .seeding)
            for _ in 0..<min(seeding.count, span) {
                var person = first &+ UInt32(stream.below(span))
                while infected.contains(person) { person = first &+ UInt32(stream.below(span)) }
                let earlier = Tick.span(days: Float(seeding.withinDays * stream.unit()))
                infect(person, in: population.territory(of: person), layer: .seed, at: -earlier, by: nil)
            }
        }
    }

    /// Puts the infected arrivals on the list: for each stream and day a Poisson number.
    mutating func scheduleArrivals() {
        for (index, arrivals) in setup.scenario.arrivals.enumerated() {
            let mean = arrivals.perDay * arrivals.prevalence
            guard mean > 0 else { continue }
            for day in 0..<setup.scenario.days {
                var stream = keys.stream(UInt32(index), .arrival, UInt32(day))
                for number in 0..<stream.poisson(mean) {
                    let tick = Tick.at(day: day, hour: 6) + Int32(stream.below(60))
                    response.agenda.plan(.arrival, at: tick, person: UInt32(index), detail: Int32(day * 4096 + min(4095, number)))
                }
            }
        }
    }

    /// An infected person arrives, unless the certificate asked for stopped them.
    mutating func arrive(_ event: Agenda.Event) {
        let arrivals = setup.scenario.arrivals[Int(event.person)]
        let rules = Int32(now) < setup.begins ? nil : setup.measures.policy.arrivals.byRisk[arrivals.risk]
        var stream = keys.stream(event.person, .arrival, 1 << 23 | UInt32(event.detail))
        let codes = arrivals.territory.map { code in population.territories.indices.filter { code.contains(population.territories[$0].code) } }
        let first = codes?.first.map { population.starts[$0] } ?? 0
        let span = codes.map { $0.reduce(0) { $0 + Int(population.sizes[$1]) } } ?? population.count
        guard span > 0 else { return }
        var person = first &+ UInt32(stream.below(span))
        for _ in 0..<64 where infected.contains(person) { person = first &+ UInt32(stream.below(span)) }
        if infected.contains(person) { return }
        // Infected at any time of the last days before symptoms would keep them from travelling.
        let age = Double(stream.unit()) * (setup.pathogen.incubation.mean + setup.pathogen.incubation.deviation)
        let seen = stream.unit()
        if let certificate = rules?.certificate, age > Double(certificate.count) / 48,
            seen < setup.pathogen.detectability(day: age - Double(certificate.count) / 48)
        {
            return
        }
        let territory = population.territory(of: person)
        statistics.arrived(in: territory)
        infect(person, in: territory, layer: .imported, at: Int32(now) - Tick.span(days: Float(age)), by: nil)
        guard response.isActive, let rules, let index = response.charts.index(of: person) else { return }
        let day = Tick.day(Int32(now))
        if let landing = rules.landingTest {
            let at = Int32(now) + Tick.span(hours: Double(landing.count) * setup.scenario.execution.lateness)
            response.agenda.plan(.arrivalTest, at: at, person: person, detail: 0)
        }
        if let span = rules.spanTests {
            for number in 0..<span.count {
                let last = max(0, span.days.count - 1)
                response.agenda.plan(
                    .arrivalTest, at: Tick.at(day: day + (span.count > 1 ? number * last / (span.count - 1) : 0), hour: 20), person: person,
                    detail: Int32(number + 1))
            }
        }
        if setup.measures.plan(Chart.Reason(arrivals.risk), 0) != nil {
            // They left the area at risk on the day they arrive.
            let delay = rules.controlWithin.map { Tick.span(hours: Double($0.count) * setup.scenario.execution.lateness) } ?? 0
            hold(index, reason: Chart.Reason(arrivals.risk), anchor: day, known: Int32(now), from: Int32(now) + delay)
        }
    }
}
