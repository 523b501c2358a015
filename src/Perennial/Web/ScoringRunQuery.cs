using Perennial.Core;

namespace Perennial.Web;

/// <summary>A scoring run that an address names.</summary>
static class ScoringRunQuery
{
    /// <summary>The number of a scoring run in an address; null where none is named.</summary>
    /// <exception cref="BadInputException">It is no number.</exception>
    public static long? Of(HttpContext http, string name)
    {
        var text = http.Request.Query[name].ToString();
        if (text.Length == 0) return null;
        if (long.TryParse(text, out var id)) return id;
        throw new BadInputException(name, $"'{text}' is no scoring run.", "Scoring runs are named by their numbers.");
    }
}
