import Policy
import Vocabulary

extension Execution {
    /// Reads a file of execution, YAML or JSON; what it does not name keeps its default.
    ///
    /// ```yaml
    /// careSeeking: 60 %
    /// onsetToCare: {shape: gamma, mean: 2, deviation: 1.5}     # days
    /// lateness: 0.7                                            # of each clock of the policy
    /// hoursWithoutClock: {result: 24, isolation: 24, list: 48, control: 24}
    /// elicited: {household: 98 %, workplace: 93 %}             # by setting of a contact
    /// tracedPerDay: 300                                        # contacts reached in a day, for 100,000 residents
    /// tubesPerDay: 2000                                        # tubes that laboratories run in a day, for 100,000 residents
    /// siteTransmissions: 0.02                                  # in an isolation site, by somebody infected
    /// contactsPerDay: {social: 2.5, venue: 3}                  # by layer
    /// adherence: {homeIsolation: 90 %}                         # by mode of control
    /// testCoverage: {control: 98 %, post: 95 %, round: 96 %}
    /// campaigns:
    ///   - {dose: booster, from: day 1, until: day 30, ages: 60-120, reaches: 80 %, delay: 14 d}
    /// ```
    ///
    /// - Throws: ``SimulationInputError`` for the first thing that cannot stand.
    public init(_ source: PolicySource) throws(SimulationInputError) {
        self.init()
        let root = try PolicyNode.root(of: source)
        try root.check(Execution.shares.map(\.key) + Execution.counts.map(\.key) + Execution.groups)
        for (key, path) in Execution.shares { if let node = root[key] { self[keyPath: path] = try node.share() } }
        for (key, path, most) in Execution.counts { if let node = root[key] { self[keyPath: path] = try node.number(0...most) } }
        if let node = root["onsetToCare"] { onsetToCare = try Execution.distribution(node) }
        if let node = root["roomsPerFloor"] { roomsPerFloor = Int(try node.number(1...1000)) }
        if let node = root["roomsPerSite"] { roomsPerSite = Int(try node.number(1...100_000)) }
        if let node = root["tracedPerDay"] { tracedPerDay = try node.number(0...100_000) }
        if let node = root["tubesPerDay"] { tubesPerDay = try node.number(1...1_000_000) }
        if let node = root["hoursWithoutClock"] {
            try node.check(["result", "isolation", "list", "control"])
            if let hours = node["result"] { hoursWithoutClock.result = try hours.number(0...1000) }
            if let hours = node["isolation"] { hoursWithoutClock.isolation = try hours.number(0...1000) }
            if let hours = node["list"] { hoursWithoutClock.list = try hours.number(0...1000) }
            if let hours = node["control"] { hoursWithoutClock.control = try hours.number(0...1000) }
        }
        if let node = root["testCoverage"] {
            try node.check(["control", "post", "round"])
            if let share = node["control"] { testCoverage.control = try share.share() }
            if let share = node["post"] { testCoverage.post = try share.share() }
            if let share = node["round"] { testCoverage.round = try share.share() }
        }
        if let node = root["elicited"] {
            try node.check(ContactSetting.allCases.map(\.rawValue))
            for setting in ContactSetting.allCases { if let share = node[setting.rawValue] { elicited[setting] = try share.share() } }
        }
        if let node = root["contactsPerDay"] {
            let layers = contactsPerDay.keys.sorted { $0.rawValue < $1.rawValue }
            try node.check(layers.map(\.key))
            for layer in layers { if let count = node[layer.key] { contactsPerDay[layer] = try count.number(0...1000) } }
        }
        if let node = root["adherence"] {
            try node.check(ControlMode.allCases.map(\.rawValue))
            for mode in ControlMode.allCases { if let share = node[mode.rawValue] { adherence[mode] = try share.share() } }
        }
        if case .sequence(let nodes)? = root["campaigns"]?.content { for node in nodes { campaigns.append(try Execution.campaign(node)) } }
    }

    private static var shares: [(key: String, WritableKeyPath<Execution, Double>)] {
        [
            ("careSeeking", \.careSeeking), ("stayHome", \.stayHome), ("usualOccupancy", \.usualOccupancy), ("maskEffect", \.maskEffect),
            ("poolSensitivity", \.poolSensitivity), ("wardProtection", \.wardProtection), ("approved", \.approved), ("defiance", \.defiance),
            ("siteStaffShare", \.siteStaffShare), ("surfacePositive", \.surfacePositive), ("closedLoop", \.closedLoop),
        ]
    }

    private static var counts: [(key: String, WritableKeyPath<Execution, Double>, most: Double)] {
        [
            ("lateness", \.lateness, 100), ("wardTransmissions", \.wardTransmissions, 1000), ("placesPerThousand", \.placesPerThousand, 1000),
            ("gatheringsPerThousand", \.gatheringsPerThousand, 1000), ("siteTransmissions", \.siteTransmissions, 10),
        ]
    }

    private static let groups = [
        "onsetToCare", "roomsPerFloor", "roomsPerSite", "tracedPerDay", "tubesPerDay", "hoursWithoutClock", "testCoverage", "elicited",
        "contactsPerDay", "adherence", "campaigns",
    ]

    private static func distribution(_ node: PolicyNode) throws(SimulationInputError) -> DiseaseProfile.Distribution {
        try node.check(["shape", "mean", "deviation"])
        guard let shape = node["shape"]?.text.flatMap(DiseaseProfile.Distribution.Shape.init), let mean = node["mean"] else {
            let list = DiseaseProfile.Distribution.Shape.allCases.map(\.rawValue).joined(separator: ", ")
            throw SimulationInputError(
                position: node.position,
                message: LocalizedText(
                    zh: "应为 {shape: gamma, mean: 2, deviation: 1.5}，shape 为 \(list)",
                    en: "expected {shape: gamma, mean: 2, deviation: 1.5}, the shape one of \(list)"))
        }
        return .init(
            shape, mean: try mean.number(0...365),
            deviation: try node["deviation"].map { node throws(SimulationInputError) in try node.number(0...365) } ?? 0)
    }

    private static func campaign(_ node: PolicyNode) throws(SimulationInputError) -> Campaign {
        try node.check(["dose", "from", "until", "ages", "reaches", "delay"])
        let dose = node["dose"]?.text
        guard let first = node["from"], let last = node["until"], let reaches = node["reaches"], dose == "booster" || dose == "primary" else {
            throw SimulationInputError(
                position: node.position,
                message: LocalizedText(
                    zh: "应为 {dose: booster, from: day 1, until: day 30, reaches: 80 %}，dose 为 primary 或 booster",
                    en: "expected {dose: booster, from: day 1, until: day 30, reaches: 80 %}, the dose primary or booster"))
        }
        let from = Int(try first.number(1...2000)), until = Int(try last.number(1...2000))
        guard from <= until else {
            throw SimulationInputError(position: first.position, message: LocalizedText(zh: "from 应不晚于 until", en: "from must not be after until"))
        }
        var ages = 0...120
        if let node = node["ages"] {
            let ends = (node.text ?? "").split(separator: "-").compactMap { Int($0.filter(\.isNumber)) }
            guard ends.count == 2, ends[0] <= ends[1], ends[1] <= 150 else {
                throw SimulationInputError(position: node.position, message: LocalizedText(zh: "应为年龄范围，如 60-120", en: "expected ages such as 60-120"))
            }
            ages = ends[0]...ends[1]
        }
        let delay = try node["delay"].map { node throws(SimulationInputError) in Int(try node.number(0...365)) } ?? 14
        return Campaign(isBooster: dose == "booster", ages: ages, days: from - 1...until - 1, reaches: try reaches.share(), delay: delay)
    }
}
