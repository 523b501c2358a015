using Perennial.Data.Identity;

namespace Perennial.Data.Customers;

/// <summary>What becomes of the rows about a customer who turns out to be another: whose key has become another's.
/// </summary>
enum WhenMerged
{
    /// <summary>Facts: they stay where they are until they have been written anew under the other customer
    /// (<see cref="MovedFacts"/>), and then go.</summary>
    Moved,

    /// <summary>What was said of the customer goes along with the alias (<see cref="MovedCustomer"/>), is said again of
    /// the other, and merges as any statement does. The rows go at once.</summary>
    SaidAgain,

    /// <summary>What follows from facts is computed for the other. The rows go at once, so that nothing counts twice.
    /// </summary>
    Ends,

    /// <summary>The rows stay as they are, for the reason given.</summary>
    Stays,
}

/// <summary>What becomes of the rows about a customer who is erased.</summary>
enum WhenErased
{
    /// <summary>They go, and are in the export of the person's data.</summary>
    Deleted,

    /// <summary>The erasure knows them by name, for the reason given.</summary>
    ByName,
}

/// <summary>What a table about customers says of itself.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Merged">What becomes of a customer's rows when the customer turns out to be another.</param>
/// <param name="Erased">What becomes of them when the customer is erased.</param>
/// <param name="Why">Why so, where that does not follow from what the table is; or by which rule rows of two customers
/// become one's.</param>
sealed record CustomerTableRule(string Table, WhenMerged Merged, WhenErased Erased, string Why = "")
{
    /// <summary>All of them. A table about customers that stands in no line of this list fails a test.</summary>
    public static IReadOnlyList<CustomerTableRule> All { get; } =
    [
        new("customer", WhenMerged.SaidAgain, WhenErased.Deleted, "of each detail the later statement counts"),
        new("customer_detail", WhenMerged.SaidAgain, WhenErased.Deleted, "all that was said of both stays"),
        new("identity", WhenMerged.SaidAgain, WhenErased.Deleted, "written again with the details"),
        new("consent", WhenMerged.SaidAgain, WhenErased.Deleted, "every statement stays; the latest counts"),
        new("customer_attribute", WhenMerged.SaidAgain, WhenErased.Deleted, "of each what was said last holds"),
        new("suppression", WhenMerged.SaidAgain, WhenErased.Deleted, "every one stays"),

        new("customer_order", WhenMerged.Moved, WhenErased.Deleted, "by id; of two statements the later counts"),
        new("order_line", WhenMerged.Moved, WhenErased.Deleted, "with its order"),
        new("order_change", WhenMerged.Moved, WhenErased.Deleted, "by id"),
        new("order_version", WhenMerged.Moved, WhenErased.Deleted, "by order and instant"),
        new("activity", WhenMerged.Moved, WhenErased.Deleted, "by id"),
        new("contact", WhenMerged.Moved, WhenErased.Deleted, "by id; of one contact the earliest instant counts"),
        new("response", WhenMerged.Moved, WhenErased.Deleted, "by id"),
        new("assignment", WhenMerged.Moved, WhenErased.Deleted, "both draws stay; the earliest counts"),

        new("customer_strategy", WhenMerged.Moved, WhenErased.Deleted, "one row: what is kept of both"),
        new("enrollment", WhenMerged.Moved, WhenErased.Deleted, "of one strategy what began first goes on"),
        new("decision", WhenMerged.Moved, WhenErased.Deleted, "of one strategy what began first goes on"),
        new("decided", WhenMerged.Moved, WhenErased.Deleted, "of one strategy what began first goes on"),
        new("planned_contact", WhenMerged.Moved, WhenErased.Deleted, "of one strategy what began first goes on"),
        new("promise", WhenMerged.Moved, WhenErased.Deleted, "all that was promised to either stands"),
        new("waiting_entry", WhenMerged.Ends, WhenErased.Deleted, "who the customer became is asked anew"),

        new("household", WhenMerged.Ends, WhenErased.Deleted, "follows from the address, which is said again"),
        new("profile", WhenMerged.Ends, WhenErased.Deleted),
        new("segment_member", WhenMerged.Ends, WhenErased.Deleted),
        new("category_cycle", WhenMerged.Ends, WhenErased.Deleted),
        new("score_history", WhenMerged.Ends, WhenErased.Deleted),

        new("possible_duplicate", WhenMerged.Stays, WhenErased.Deleted,
            "whoever reads a pair asks what its ids have become; of whoever is gone there is none"),
        new("changed_profile", WhenMerged.Stays, WhenErased.Deleted,
            "says only where a view has to look; whoever is gone is not found there"),
        new("counted_customer", WhenMerged.Stays, WhenErased.ByName,
            "what was counted has to be taken back first, at the next run or by the erasure"),
        new("alias", WhenMerged.Stays, WhenErased.ByName,
            "a chain of keys ends at the same customer; an erased key's own row is found by its own id"),
        new("outbox", WhenMerged.Stays, WhenErased.ByName,
            "destinations hear what happened until then; of an erasure they hear last"),
        new("delivery", WhenMerged.Stays, WhenErased.ByName,
            "what waits to be told happened before; of an erasure they hear last"),
        new("import_fact", WhenMerged.Stays, WhenErased.Deleted,
            "what an import has added under a key is looked for there when it is taken back"),
        new("erased_key", WhenMerged.Stays, WhenErased.ByName, "it is what is kept of whoever was erased"),
        new("erasure_notice", WhenMerged.Stays, WhenErased.ByName,
            "goes with the entry that it is of, when destinations are told"),
    ];
}
