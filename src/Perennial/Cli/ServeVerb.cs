using System.CommandLine;
using Perennial.Data;
using Perennial.Operations;
using Perennial.Ui;

namespace Perennial.Cli;

/// <summary><c>perennial serve</c></summary>
static class ServeVerb
{
    const int DefaultPort = 5080;

    public static Command Create(Terminal terminal)
    {
        var store = Options.Store();
        var (port, bind, host) = (Port(), Bind(), Host());
        var command = new Command("serve", "Serve the web app and the API.") { store, port, bind, host };
        command.SetAction(async (parsed, cancel) =>
        {
            using var shop = ShopStore.Open(parsed.GetValue(store)!, terminal.Now());
            await using var app = await Start(
                terminal, shop, parsed.GetValue(bind)!, parsed.GetValue(port), parsed.GetValue(host) ?? []);
            terminal.Log.WriteLine($"Serving {shop.Path} at {app.Urls.First()} (Ctrl-C stops).");
            await app.WaitForShutdownAsync(cancel);
            return 0;
        });
        return command;
    }

    public static Option<int> Port() => new("--port")
    {
        Description = $"Port to listen at; 0 takes a free one. Default: {DefaultPort}.",
        DefaultValueFactory = _ => DefaultPort,
    };

    static Option<string> Bind() => new("--bind")
    {
        Description = "Address to listen at. Default: 127.0.0.1, this machine alone. "
            + "There is no sign-in yet: keep it so, or put one in front.",
        DefaultValueFactory = _ => "127.0.0.1",
        HelpName = "ADDRESS",
    };

    static Option<string[]> Host() => new("--host")
    {
        Description = "Host name that browsers may use for this server, besides this machine's own; may be repeated.",
        HelpName = "NAME",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Starts listening.</summary>
    /// <exception cref="Core.BadInputException">The port is taken.</exception>
    public static async Task<WebApplication> Start(
        Terminal terminal, ShopStore shop, string bind, int port, IReadOnlyList<string> hosts)
    {
        var app = WebApp.Build(new WebAppOptions
        {
            Views = ShopLoader.Live(shop, terminal.Time),
            Urls = [$"http://{(bind.Contains(':') ? $"[{bind}]" : bind)}:{port}"],
            Hosts = hosts,
        });
        try
        {
            await app.StartAsync();
            return app;
        }
        catch (IOException error)
        {
            await app.DisposeAsync();
            throw new Core.BadInputException($"{bind}:{port}", error.Message,
                "Stop what listens there, or choose another --port.");
        }
    }
}
