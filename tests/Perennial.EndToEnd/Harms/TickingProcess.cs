using System.Diagnostics;
using System.Globalization;
using Perennial.Bench.Turns;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Data;

namespace Perennial.EndToEnd.Harms;

/// <summary>A process that does nothing but ticks at one instant, and ends when there is nothing left to do: it is at
/// work a moment after it was started, so that it can be killed often.</summary>
static class TickingProcess
{
    const string Word = "ticks";

    /// <summary>Starts one.</summary>
    public static Process Start(string place, Instant at) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath!, [Word, place, at.UnixMs.ToString(CultureInfo.InvariantCulture)])
    {
        RedirectStandardError = true, RedirectStandardOutput = true,
    })!;

    /// <summary>Where and when it is to tick; null where the program was started for something else.</summary>
    public static (string Place, Instant At)? Asked(string[] arguments) => arguments is [Word, var place, var at]
        ? (place, new Instant(long.Parse(at, CultureInfo.InvariantCulture))) : null;

    /// <summary>Ticks.</summary>
    public static int Run(string place, Instant at)
    {
        using var store = ShopStore.Open(place, at);
        var moment = DueShop.At(store, at);
        int done;
        do
        {
            done = new StrategyTurns(store).Run(moment, CancellationToken.None)
                + new Sandbox(store).HandOver(moment, CancellationToken.None);
        }
        while (done > 0);
        return 0;
    }
}
