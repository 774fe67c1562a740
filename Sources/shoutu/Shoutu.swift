import ArgumentParser

@main
struct Shoutu: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "shoutu")
}
