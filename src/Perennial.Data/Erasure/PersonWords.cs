using System.Text.RegularExpressions;
using Perennial.Core;
using Perennial.Data.Engines;

namespace Perennial.Data.Erasure;

/// <summary>The words by which a person is known, to be taken out of texts that are not about one customer.</summary>
sealed class PersonWords
{
    const int Shortest = 3;
    const string Instead = "…";

    readonly IReadOnlyList<string> words;

    PersonWords(IEnumerable<string> words) => this.words =
        [.. words.Where(word => word.Length >= Shortest).Distinct().OrderByDescending(word => word.Length)];

    /// <summary>Reads them of customers who are there.</summary>
    public static PersonWords Of(Database database, IEnumerable<CustomerId> customers, int shards)
    {
        var words = new List<string>();
        foreach (var id in customers)
        {
            var row = database.Query("words-of-customer", "shard", "customer_id").Bind(1, id.Shard(shards)).Bind(2, id);
            if (row.Step())
                words.AddRange(Enumerable.Range(0, row.Columns).Select(row.Text).OfType<string>());
            row.Reset();
            var before = database.Query("words-of-customer-before", "shard", "customer_id")
                .Bind(1, id.Shard(shards)).Bind(2, id);
            while (before.Step()) words.Add(before.Text(0)!);
            var keys = database.Query("identities-of-customer", "shard", "customer_id")
                .Bind(1, id.Shard(shards)).Bind(2, id);
            while (keys.Step()) words.Add(keys.Text(1)!);
        }
        return new PersonWords(words);
    }

    /// <summary>A text without them, where they stand as words.</summary>
    public string TakenOutOf(string text) => words.Aggregate(text, (left, word) => Regex.Replace(
        left, $@"(?<!\w){Regex.Escape(word)}(?!\w)", Instead, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));

    /// <summary>Destinations' last problems that repeat one of them are forgotten.</summary>
    public void ForgetProblems(Database database)
    {
        foreach (var shard in database.Query("shards-with-problem").Numbers())
            foreach (var word in words)
                database.Query("forget-problem", "shard", "word").Bind(1, shard).Bind(2, word).Run();
    }
}
