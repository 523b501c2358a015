namespace Perennial.Data.Clock;

/// <summary>Columns that say when something was, whose dates are no part of a key.</summary>
static class DatedColumns
{
    /// <summary>Of tables cut into shards.</summary>
    public static readonly IReadOnlyList<(string Table, string Column)> OfShards =
    [
        ("customer_order", "placed_at"), ("customer_order", "said_at"), ("customer_order", "lines_said_at"),
        ("customer_order", "known_at"), ("customer_order", "refunded_at"), ("order_change", "known_at"),
        ("order_version", "known_at"), ("order_version", "refunded_at"),
        ("order_change", "changed_at"), ("activity", "happened_at"), ("activity", "known_at"),
        ("contact", "sent_at"), ("contact", "known_at"), ("response", "responded_at"), ("response", "known_at"),
        ("customer", "first_seen_at"), ("customer", "key_said_at"),
        ("customer", "began_at"), ("customer_detail", "known_at"), ("consent", "known_at"),
        ("suppression", "known_at"), ("alias", "known_at"), ("alias", "said_at"),
        ("key_pair", "said_at"),
        ("assignment", "assigned_at"), ("erased_key", "erased_at"),
        ("segment_member", "left_at"), ("outbox", "at"), ("delivery", "changed_at"),
        ("delivery", "next_attempt_at"), ("destination_cursor", "next_try_at"),
        ("destination_cursor", "delivered_at"), ("unsent", "last_at"), ("possible_duplicate", "said_at"),
        ("customer_attribute", "last_said_at"), ("customer_attribute", "known_at"),
    ];

    /// <summary>Of the shop's other tables.</summary>
    public static readonly IReadOnlyList<(string Table, string Column)> OfShop =
    [
        ("segment", "created_at"), ("segment", "ended_at"),
        ("watched_segment", "since_at"), ("destination", "loaded_at"),
        ("file_import", "imported_at"), ("api_key", "created_at"), ("api_key", "used_at"), ("staff", "created_at"),
        ("waiting_change", "changed_at"), ("waiting_change", "known_at"),
        ("staff_address", "signed_in_at"), ("staff_address", "waits_until_at"),
    ];

    /// <summary>The facts, by the table and the column that say when each was.</summary>
    public static readonly IReadOnlyList<(string Table, string Column)> Facts =
    [
        ("customer_order", "placed_at"), ("order_change", "changed_at"), ("activity", "happened_at"),
        ("contact", "sent_at"), ("response", "responded_at"),
    ];

    public static string Update((string Table, string Column) dated, bool isSharded) =>
        $"update {dated.Table} set {dated.Column} = @now where {(isSharded ? "shard = @shard and " : "")}"
        + $"{dated.Column} > @latest";

    public static string Count((string Table, string Column) dated) =>
        $"select count(*), coalesce(sum(case when {dated.Column} > @latest then 1 else 0 end), 0) from {dated.Table}";
}
