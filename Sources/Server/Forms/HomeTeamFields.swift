import Policy
import Register
import Vocabulary

/// The team for a person held at home: a name to each part that the policy asks for, and the grid in which the door lies.
extension FormFields {
    var team: [FormField] {
        let places = [(context.territory, context.territories.first { $0.code == context.territory }.map { reading.words($0.name) })]
        let options =
            context.grids.map { Option($0.territory.digits, $0.name) } + places.map { Option($0.0.digits, $0.1 ?? $0.0.digits) }
        return [
            FormField(name: "teamGrid", kind: .choice(options), isRequired: true, value: options.first?.value ?? "")
        ] + context.homeParts.map { FormField(name: $0.fieldName, kind: .text, isRequired: true) }
            + [FormField(name: "at", kind: .moment, isRequired: true, value: reading.moments.fieldValue(reading.now))]
    }
}

extension CommunityRules.TeamMember {
    /// The name of the field for whoever plays this part: `teamPolice`.
    var fieldName: String { "team" + rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

extension Words {
    /// A team in a line: part and name of each.
    func team(_ members: [Grid.Member]) -> String { list(members.map { "\(name(part: $0.part)) \($0.name)" }) }
}

extension HomeTeam {
    /// The team in both languages' words for the parts.
    func text(_ words: Words) -> String { words.team(members) }
}
