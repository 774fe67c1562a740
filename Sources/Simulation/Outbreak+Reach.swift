import Policy
import Vocabulary

extension Outbreak {
    /// What control, zones and limits leave of a potential transmission: a factor on its chance, at most ``Rates/homeBoost`` at home.
    ///
    /// - Parameters:
    ///   - occupation: What the partner does.
    ///   - territory: Where the partner lives.
    func reach(_ spreader: Spreader, _ occupation: Occupation, in territory: Int) -> Float {
        let tick = Int32(truncatingIfNeeded: now)
        if tick < setup.begins { return 1 }
        let own = response.charts.index(of: spreader.person)
        if spreader.isInWard {
            guard let own, response.charts[own].foundAt <= tick else { return 1 }
            return 1 - setup.measures.wardProtection
        }
        var atHome = false
        var chance: Float = 1
        if let own {
            let presence = self.presence(response.charts[own], in: spreader.layer, at: tick)
            if presence.factor == 0 { return 0 }
            chance *= presence.factor
            atHome = presence.isConfined
        }
        let theirs = response.charts.index(of: spreader.partner)
        if let theirs {
            let presence = self.presence(response.charts[theirs], in: spreader.layer, at: tick)
            if presence.factor == 0 { return 0 }
            chance *= presence.factor
            atHome = atHome || presence.isConfined
        }
        let level = response.zones.level(spreader.person, in: Int(spreader.territory))
        let theirLevel = response.zones.level(spreader.partner, in: territory)
        if level != 0 || theirLevel != 0 {
            for (number, person) in [(level, spreader.person), (theirLevel, spreader.partner)] where number != 0 {
                let zone = zonePresence(person, level: number, layer: spreader.layer, isSame: territory == Int(spreader.territory))
                if zone.factor == 0 { return 0 }
                chance *= zone.factor
                atHome = atHome || zone.isConfined
            }
        }
        if setup.measures.hasLoops,
            isInLoop(spreader.person, spreader.occupation, own) || isInLoop(spreader.partner, occupation, theirs)
        {
            return 0
        }
        switch spreader.layer {
        case .household: if atHome { chance *= Float(Rates.homeBoost) }
        case .classroom: chance *= setup.measures.places.classroom[max(level, theirLevel)]
        case .venue: chance *= setup.measures.places.venue[max(level, theirLevel)]
        case .transport: chance *= setup.measures.places.transport
        case .gathering:
            let bits = keys.bits(spreader.person, .gathering, UInt32(spreader.ordinal))
            chance *= setup.measures.places.gathering(bits, level: max(level, theirLevel))
        default: break
        }
        return chance
    }

    /// Whether somebody's post is in a closed loop, and they keep to it: they meet patients and those held in isolation sites, and nobody outside.
    @inline(__always)
    func isInLoop(_ person: UInt32, _ occupation: Occupation, _ chart: Int?) -> Bool {
        let share = setup.measures.loopShares[Int(occupation.rawValue)]
        let isHolder =
            share > 0 && !setup.isRandom && keys.unit(person, .post) < share
            || chart.map { response.charts[$0].worksInSite } == true && setup.measures.sitePost?.isInLoop == true
        return isHolder && keys.unit(person, .adherence, 1) < setup.scenario.execution.closedLoop
    }

    /// Whether a person meets nobody outside their home at a moment, or nobody at all.
    func isApart(_ chart: Chart, at tick: Int32) -> Bool {
        presence(chart, in: .social, at: tick).factor == 0 && presence(chart, in: .workplace, at: tick).factor == 0
    }

    /// How far a person is to be met in a layer, and whether they stay at home all day.
    @inline(__always)
    private func presence(_ chart: Chart, in layer: Layer, at tick: Int32) -> (factor: Float, isConfined: Bool) {
        if chart.isolatedFrom <= tick, tick < chart.isolatedUntil {
            return presence(ControlMode(number: chart.isolation), person: chart.person, in: layer)
        }
        guard chart.heldFrom <= tick, tick < chart.heldUntil, let mode = mode(of: chart, at: tick) else { return (1, false) }
        return presence(mode, person: chart.person, in: layer)
    }

    @inline(__always)
    private func presence(_ mode: ControlMode, person: UInt32, in layer: Layer) -> (factor: Float, isConfined: Bool) {
        // Whoever keeps to one mode keeps to the laxer ones as well.
        let keeps = Float(keys.unit(person, .adherence)) < setup.measures.adherence[mode.number]
        guard keeps else { return (1, false) }
        switch mode {
        case .hospital, .central: return (0, true)
        case .homeIsolation, .homeMonitoring: return layer == .household ? (1, true) : (0, true)
        case .workAndHome: return layer == .household || layer == .workplace || layer == .classroom ? (1, false) : (0, false)
        case .selfMonitoring: return layer == .gathering ? (0, false) : (1, false)
        }
    }

    /// What living in a zone leaves of the meetings of a layer.
    private func zonePresence(_ person: UInt32, level: Int, layer: Layer, isSame: Bool) -> (factor: Float, isConfined: Bool) {
        let effect = setup.measures.zoneEffects[level]
        guard effect.isAny, keys.unit(person, .zone) < setup.measures.stayHome else { return (1, false) }
        if effect.staysHome { return layer == .household ? (1, true) : (0, true) }
        if effect.staysInArea {
            // Within the area life goes on; work, class and trips out of it do not.
            switch layer {
            case .household: return (1, true)
            case .social: return (0.5, false)
            case .venue: return (0.4, false)
            default: return (0, false)
            }
        }
        if effect.hasNoGatherings, layer == .gathering { return (0, false) }
        if effect.hasFewerGatherings, layer == .gathering { return (0.5, false) }
        return (1, false)
    }

    /// How somebody under control is held at a tick.
    @inline(__always)
    func mode(of chart: Chart, at tick: Int32) -> ControlMode? {
        setup.measures.plan(chart.reason, Int(chart.entryDay - chart.anchor))?.mode(anchor: Int(chart.anchor), at: tick)
    }
}
