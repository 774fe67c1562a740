import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// Places (measure 6): the registry and its pages.
extension ThingFace {
    static let place = ThingFace(
        kind: .place, permission: .viewPlaces, states: ["open"], forms: [register], facts: facts,
        factNames: ["territory", "address", "capacity", "responsible"])

    private static let facts: @Sendable (ThingView, Reading, (TerritoryCode) -> LocalizedText) -> [LabelledText] = { view, reading, name in
        guard let place = view.dossier.founding(Place.self)?.value else { return [] }
        let words = reading.words
        var facts = [LabelledText(label: words("place.territory"), value: words(name(place.territory)))]
        if let address = place.address { facts.append(LabelledText(label: words("place.address"), value: address)) }
        if let capacity = place.ratedCapacity { facts.append(LabelledText(label: words("place.capacity"), value: words.figure(capacity))) }
        if let responsible = place.responsible { facts.append(LabelledText(label: words("place.responsible"), value: responsible)) }
        return facts
    }

    private static let register = ThingForm(
        name: "placeRegister", kind: .place, permission: .recordPlace, founds: true,
        fieldNames: ["placeName", "placeClass", "territory", "street", "capacity", "responsible"],
        fields: { context, reading in
            [
                .text("placeName", isRequired: true),
                FormField(
                    name: "placeClass", kind: .choice(context.classes.map { Option($0.key, reading.words($0.label)) }), isRequired: true,
                    value: context.classes.first?.key ?? ""), .territory("territory", context, reading.words), .text("street"),
                FormField(name: "capacity", kind: .number), .text("responsible"),
            ]
        },
        read: { reader, _ in
            let place = Place(
                name: reader.text("placeName", required: true) ?? "", placeClass: reader.text("placeClass", required: true) ?? "",
                territory: reader.territory("territory"), address: reader.text("street"), ratedCapacity: reader.number("capacity", 1...1_000_000),
                responsible: reader.text("responsible"))
            return { filing in
                let subject = try filing.found(.place(place), at: filing.now)
                return ThingFiled(subject: subject, undo: FactID(rawValue: subject.number))
            }
        })
}
