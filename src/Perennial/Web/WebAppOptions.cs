using Perennial.Live;
using Perennial.Shop;

namespace Perennial.Web;

/// <summary>What the web app needs to run.</summary>
public sealed record WebAppOptions
{
    /// <summary>Where the shop comes from.</summary>
    public required ShopViews Views { get; init; }

    /// <summary>Addresses to listen at. Port 0 takes a free port.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:5080"];

    /// <summary>Host names that requests may name besides this machine's own (127.0.0.1, localhost, [::1]) and those
    /// in <see cref="Urls"/>.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Whoever asks is this visitor, without signing in: for the demo and tests, on this machine alone. Null:
    /// staff sign in, programs send keys.</summary>
    public Visitor? Visitor { get; init; }

    /// <summary>What goes on while the shop is served, with doors for events; null where a shop is only looked
    /// at.</summary>
    internal LiveShop? Live { get; init; }

    /// <summary>Where the log goes; null for a log of its own. The caller disposes of it.</summary>
    public ILoggerFactory? Logs { get; init; }

    /// <summary>A proxy stands in front: its X-Forwarded-For and X-Forwarded-Proto say who asks, and how.</summary>
    public bool BehindProxy { get; init; }
}
