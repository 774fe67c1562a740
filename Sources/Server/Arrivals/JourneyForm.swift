import Operations
import Register
import Vocabulary

/// The form by which somebody announces a journey, or changes what they announced (`domain.md` §8.2).
struct JourneyForm: Sendable {
    let areas: [RiskArea]
    let destinations: [(code: TerritoryCode, name: LocalizedText)]
    let reading: Reading
    /// What was announced, when it is changed; who it is then stays as it was.
    var former: Registration?

    private var words: Words { reading.words }

    /// The value of the field for risk areas that says: none, but another country.
    static let abroad = "abroad"

    /// The fields, in the order of filling in.
    var fields: [FormField] {
        (former == nil ? who : []) + origin + journey + entry + (former == nil ? [promise] : [])
    }

    private var who: [FormField] {
        [
            .choice("filer", Registration.Filer.allCases) { words("filer.\($0.rawValue)") }, .text("name", isRequired: true),
            .text("document", isRequired: true), .text("phone", isRequired: true),
        ]
    }

    private var origin: [FormField] {
        let chosen = former.flatMap { former in
            former.abroad != nil ? JourneyForm.abroad : areas.first { $0.territory == former.originTerritory }.map { "\($0.number)" }
        }
        let options =
            [Option("", words("journey.noArea"))]
            + areas.map {
                Option("\($0.number)", words("journey.area", ["name": $0.name, "level": words("situation.zone\($0.level.rawValue.capitalized)")]))
            }
            + [Option(JourneyForm.abroad, words("journey.fromAbroad"))]
        return [
            .text("origin", isRequired: true, value: former?.origin ?? ""),
            FormField(name: "riskArea", kind: .choice(options), value: chosen ?? ""),
            FormField(name: "leftOrigin", kind: .day, value: former?.leftOrigin?.description ?? ""),
            .text("stays", value: former?.stays ?? ""),
        ]
    }

    private var journey: [FormField] {
        let vehicles = [Option("", "–")] + VehicleKind.allCases.map { Option($0.rawValue, words.name($0)) }
        let arriving = former?.arriving ?? reading.now + .hours(24)
        return [
            FormField(name: "arriving", kind: .moment, isRequired: true, value: reading.moments.fieldValue(arriving)),
            FormField(name: "vehicle", kind: .choice(vehicles), value: former?.vehicle?.rawValue ?? ""),
            .text("transportNumber", value: former?.transportNumber ?? ""), .text("seat", value: former?.seat ?? ""),
            FormField(
                name: "destination", kind: .choice(destinations.map { Option($0.code.digits, words($0.name)) }), isRequired: true,
                value: former.map { ($0.destination.ancestor(at: .county) ?? $0.destination).digits } ?? destinations.first?.code.digits ?? ""),
        ] + (former == nil ? [.text("address", isRequired: true), .text("hostContact")] : [])
    }

    private var entry: [FormField] {
        [
            FormField(name: "certificateTaken", kind: .moment, value: former?.certificateTaken.map(reading.moments.fieldValue) ?? ""),
            .text("country", value: former?.abroad?.country ?? ""), .text("entryPort", value: former?.abroad?.port ?? ""),
            FormField(name: "entered", kind: .day, value: former?.abroad?.entered?.description ?? ""),
        ]
    }

    private var promise: FormField {
        FormField(name: "promise", kind: .set([Option("yes", words("journey.promise"))]), isRequired: true)
    }
}

/// Reads the form of a journey.
struct JourneyReader: ReadsFields {
    let input: Query
    let reading: Reading
    let home: TerritoryCode
    var errors: [String: String] = [:]

    init(_ form: JourneyForm, _ input: Query) {
        self.input = input
        reading = form.reading
        home = form.destinations.first?.code ?? .unstated
    }

    /// What is announced of the journey; errors say what is wrong.
    mutating func registration(by filer: Registration.Filer) -> Registration {
        let area = input["riskArea"]
        var abroad: Registration.EntryFromAbroad?
        if area == JourneyForm.abroad || input["country"] != nil {
            let country = text("country", required: true) ?? ""
            abroad = .init(country: country, port: text("entryPort"), entered: day("entered"))
        }
        let arriving = deadline("arriving", after: reading.now - .hours(12)) ?? reading.now
        if input["arriving"] == nil { errors["arriving"] = words("field.required") }
        let left = day("leftOrigin")
        if let left, left > reading.moments.zone.date(of: arriving) { errors["leftOrigin"] = words("journey.leftLater") }
        return Registration(
            by: filer, origin: text("origin", required: true) ?? "", leftOrigin: left, stays: text("stays"), arriving: arriving,
            destination: territory("destination"), vehicle: choice("vehicle"), transportNumber: text("transportNumber"), seat: text("seat"),
            certificateTaken: moment("certificateTaken"), abroad: abroad)
    }

    /// A journey announced for the first time; nil where something is wrong.
    mutating func announced() -> JourneyAnnounced? {
        let filer: Registration.Filer = choice("filer") ?? .traveller
        let registration = registration(by: filer)
        var identity = Identity(name: text("name", required: true) ?? "")
        if let written = text("document", required: true) {
            do {
                identity.documentNumber = try DocumentNumber(written).number
            } catch { errors["document"] = words("journey.badDocument") }
        }
        if let written = text("phone", required: true) {
            do {
                identity.phones = [try PhoneNumber(written).digits]
            } catch { errors["phone"] = words("journey.badPhone") }
        }
        // Whom the person stays with is sealed with the address: it names somebody.
        identity.address = [text("address", required: true), text("hostContact")].compactMap(\.self).joined(separator: " · ")
        if input["promise"] == nil { errors["promise"] = words("journey.promiseNeeded") }
        guard errors.isEmpty else { return nil }
        return JourneyAnnounced(
            identity: identity, residence: registration.destination, registration: registration, area: input["riskArea"].flatMap { Int64($0) },
            key: input["key"] ?? Secret.token(), content: input.pairs.filter { $0.name != "key" }.map { [$0.name, $0.value] })
    }
}
