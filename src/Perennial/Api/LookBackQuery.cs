using System.Globalization;
using Perennial.Core;
using Perennial.Data;
using Perennial.Scoring;
using Perennial.Settings;
using Perennial.Shop;

namespace Perennial.Api;

/// <summary>What an address asks of an earlier day: <c>as_of</c>, and <c>as_known</c> where it goes by what was known
/// on another. The answer's headers say which days it used.</summary>
static class LookBackQuery
{
    const string AsOf = "as_of", AsKnown = "as_known";

    /// <summary>What is asked for; null for the present.</summary>
    /// <exception cref="BadInputException">A day is none, or <c>as_known</c> stands alone.</exception>
    public static LookBack? Read(HttpContext http)
    {
        var (asOf, asKnown) = (Day(http, AsOf), Day(http, AsKnown));
        if (asOf is not { } day)
        {
            return asKnown is null ? null : throw new BadInputException(AsKnown,
                "It says what was known of a day, and no day is given.", $"Add {AsOf} with the day to look at.");
        }
        http.Response.Headers["As-Of"] = $"{day:yyyy-MM-dd}";
        http.Response.Headers["As-Known"] = asKnown is { } known ? $"{known:yyyy-MM-dd}" : "now";
        return new LookBack(day, asKnown);
    }

    /// <summary>The shop as it was.</summary>
    public static async Task<ShopView> View(HttpContext http, ShopStore store, LookBack back, Instant now)
    {
        var view = await Task.Run(() => InTheirWords(() => ShopAsOf.Load(store, back, now)));
        http.Response.Headers["Joined-Since"] = $"{back.JoinedSince(store)}";
        return view;
    }

    /// <summary>The settings that held at the end of the day.</summary>
    public static ShopSettings Settings(ShopStore store, LookBack back, Instant now)
    {
        var calendar = ShopSettings.Of(store).Calendar;
        InTheirWords(() =>
        {
            AsOfDay.Check(back.AsOf, store, calendar, now);
            return true;
        });
        return ShopSettings.At(store, back.At(calendar));
    }

    // The same rooms answer the terminal, whose options they name.
    static T InTheirWords<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (BadInputException error) when (error.Place.StartsWith("--as-", StringComparison.Ordinal))
        {
            throw new BadInputException(error.Place[2..].Replace('-', '_'), error.Problem, error.Remedy);
        }
    }

    static DateOnly? Day(HttpContext http, string name)
    {
        var text = http.Request.Query[name].ToString();
        if (text.Length == 0) return null;
        return DateOnly.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : throw new BadInputException(name, $"'{text}' is no day.", "Write it as 2026-01-31.");
    }
}
