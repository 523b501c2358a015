namespace Perennial.Tests.Strategies;

/// <summary>Files with one mistake each: the place, what is wrong, and what to write.</summary>
public class WrongFiles
{
    [Theory]
    [InlineData("late-repeat-buyers", "audience: in segment 'Late repeat buyers' and p_buy_30d < 60%",
        "audiense: in segment 'Late repeat buyers'",
        "line 4, column 1: A strategy has no key 'audiense'. Did you mean 'audience'?")]
    [InlineData("late-repeat-buyers", "p_buy_30d", "p_buy_30",
        "line 4, column 47: There is no column or attribute \"p_buy_30\". Did you mean 'p_buy_30d' or 'p_buy_90d'?")]
    [InlineData("win-back-big-passive", "'Big passive customers'", "'Big pasive customers'",
        "line 4, column 22: There is "
        + "no segment 'Big pasive customers'. Did you mean 'Big passive customers' or 'Small passive customers'?")]
    [InlineData("win-back-big-passive", "offer: phone-20", "offer: phone-2", "line 29, column 60: There is no offer "
        + "'phone-2'. Did you mean 'phone-20'? Offers stand in offers.yaml.")]
    [InlineData("win-back-small-passive", "winback-code, offer: comeback-15", "winback-code, offer: phone-20",
        "line 18, column 45: The offer 'phone-20' may be promised by phone only (offers.yaml line 36), and this is an "
        + "e-mail. Nearest that may go by e-mail: 'comeback-15'.")]
    [InlineData("welcome", "wait: 4d", "wait: 4 dais",
        "line 22, column 11: \"4 dais\" is no length of time. Write 4d, or 30min, 4h, 2w.")]
    [InlineData("single-to-multi", "share: 70%", "share: 60%",
        "line 15, column 5: The arms of 'letter or mail' share 90%. "
        + "They must make 100%: letter 30%, mail 60%.")]
    [InlineData("inquirer-conversion",
        "event:\n    - inbound_call\n    - form where name in ('catalogue', 'wedding')",
        "event: [inbound_call, form where name in ('catalogue', 'wedding')]", "line 7, column 10: A rule with commas "
        + "cannot stand inside [ ]. Put each on a line of its own, behind \"- \".")]
    [InlineData("birthday-call", "Birthday card by hand", "Birthday card, handwritten",
        "line 21, column 50: 'handwritten' "
        + "has no value, and a task has no such key. The comma ends the text before it: write text: \"Birthday card, "
        + "handwritten\".")]
    [InlineData("mothers-day-call", "mothers day - 12d }", "mothers day - 12d, event: order }",
        "line 6, column 41: A "
        + "strategy has one trigger; here are 'occasion' and 'event'. Make a strategy of its own for the second.")]
    public void One_of_the_ten(string strategy, string was, string becomes, string message) =>
        Assert.Equal([$"strategies/{strategy}.yaml {message}"],
            SomeStrategies.MistakesWith($"strategies/{strategy}.yaml", was, becomes));

    [Theory]
    [InlineData("holdout: 10%", "holdout: 0.1", "\"0.1\" is no share. Write a share: 10%.")]
    [InlineData("holdout: 10%", "holdout: 10", "\"10\" is no share. Write a share: 10%.")]
    [InlineData("name: adverts", "name: call", "Two steps are called 'call', lines 24 and 27. Give one a name.")]
    [InlineData("expires: 5d", "expires: until the day",
        "'until the day' needs an occasion, and this strategy starts from "
        + "none. Write a length: 48h.")]
    [InlineData("wait: 10d", "wait: { event: click }",
        "A wait needs 'at most'. Somebody who never does it would wait for "
        + "ever: write at most: 5d.")]
    [InlineData("wait: 10d", "wait: { event: click, at most: 5d, missing: skip }",
        "'missing' goes with a wait for 'date', and this one has none. Leave it out.")]
    [InlineData("wait: 10d", "wait: 10m", "\"10m\" is no length of time. Write 10min, or 30min, 4h, 2w.")]
    [InlineData("priority: 80", "priority: 800",
        "'800' is no value for priority. Write a whole number from 0 to 100.")]
    [InlineData("target: 4.00", "target: 4%", "margin is money. Write 4.00, not 4%.")]
    [InlineData("never with: [", "never with: [win-bak, ", "There is no strategy 'win-bak'. ")]
    [InlineData("never with:", "never_with:", "A strategy has no key 'never_with'. Did you mean 'never with'?")]
    [InlineData("topic: offers", "topic: ofers",
        "There is no topic 'ofers'. Did you mean 'offers'? Topics stand in policies.yaml.")]
    [InlineData("queue: retention", "queue: retain", "There is no queue 'retain'. ")]
    [InlineData("discounts: only where needed", "discounts: never", "is a discount, and this strategy gives none.")]
    [InlineData("reenter: after 180d", "reenter: again",
        "'again' is no value for reenter. Write never, each time or after 180d.")]
    [InlineData("topic: offers", "topic:", "'topic' has no value. Write one behind the colon.")]
    [InlineData("audience: in segment 'Big", "audience: no order since entry and in segment 'Big",
        "Nobody has entered when the audience is asked.")]
    [InlineData("when: not has click since entry", "when: no contact where strategy = 'winbak big passive' within 7d",
        "There is no strategy 'winbak big passive'. Did you mean 'win-back big passive'")]
    [InlineData("when: not has click since entry",
        "when: no call_result where disposition = 'not intrested' within 7d",
        "There is no disposition 'not intrested'. Did you mean 'not interested'?")]
    [InlineData("when: not has click since entry", "when: no click where step = 'advert' within 7d",
        "There is no step 'advert'. Did you mean 'adverts'?")]
    [InlineData("  - wait: 14d", "  - wiat: 14d", "A step has no key 'wiat'. Did you mean 'wait'?")]
    public void What_is_as_likely(string was, string becomes, string message) => Assert.Contains(
        SomeStrategies.MistakesWith("strategies/win-back-big-passive.yaml", was, becomes), one =>
            one.Contains(message));

    [Fact]
    public void A_rule_that_a_comment_cuts_off() => Assert.Equal(
        ["strategies/win-back-big-passive.yaml line 4, column 11: The rule is cut off: a blank and # begin a comment "
            + "in YAML. Put the whole rule in quotes."],
        SomeStrategies.MistakesWith("strategies/win-back-big-passive.yaml",
            "in segment 'Big passive customers' and not",
            "in segment 'VIP #1' and not"));

    [Fact]
    public void A_rule_in_a_list_that_YAML_takes_for_two() => Assert.Equal(
        ["strategies/browse-reengagement.yaml line 11, column 7: A rule with commas cannot stand inside [ ]. Put each "
            + "on a line of its own, behind \"- \"."],
        SomeStrategies.MistakesWith("strategies/browse-reengagement.yaml", "exit: [has order",
            "exit: [r in (1, 2), has order")
            .Where(one => one.Contains("commas")));

    [Theory]
    [InlineData("policies.yaml", "    source: CAN-SPAM", "", "A law needs 'source'. Write where it stands")]
    [InlineData("policies.yaml", "contact hours:", "quiet hours:", "This section lists the times that are allowed")]
    [InlineData("policies.yaml", "hours: 07:00-21:00", "hours: 21:00-07:00",
        "Over midnight write two: 00:00-07:00, 21:00-24:00.")]
    [InlineData("policies.yaml", "most: [1 email per 24h]", "most: [1 email a day]", "is no cap.")]
    [InlineData("policies.yaml", "topics: [offers]", "topics: [ofers]",
        "There is no topic 'ofers'. Did you mean 'offers'?")]
    [InlineData("policies.yaml", "days: mon-sat", "days: monday to saturday", "are no days of the week")]
    [InlineData("policies.yaml", "country: FR", "country: France",
        "'France' is no country. Write two capital letters")]
    [InlineData("offers.yaml", "percent off: 15", "percent off: 15%", "'15%' is no value for percent off.")]
    [InlineData("offers.yaml", "    gift: GIF-05", "    gift: GIF-05\n    percent off: 10",
        "An offer gives one thing; here are")]
    [InlineData("offers.yaml", "from: 2026-12-01", "from: 2026-11-15", "are both of the month on 2026-11-15")]
    [InlineData("offers.yaml", "on site: yes ", "on site: true ", "\"true\" is neither yes nor no. Write yes.")]
    [InlineData("occasions.yaml", "second sunday of may", "second sunday in may", "is no day of a year")]
    [InlineData("occasions.yaml", "of: birthday ", "of: bithday ", "'bithday' has no days.")]
    [InlineData("channels.yaml", "opens: leave", "opens: yes", "'yes' is no value for opens.")]
    [InlineData("channels.yaml", "hours: mon-sat 09:00-19:00", "hours: always", "\"always\" are no days and hours.")]
    [InlineData("segments/audiences.yaml", "multi_buyer and cycle_status = 'late'",
        "multi_buyer and cycle_state = 'late'",
        "There is no column or attribute \"cycle_state\". Did you mean 'cycle_status'?")]
    [InlineData("segments/audiences.yaml", "multi_buyer and cycle_status = 'late'",
        "multi_buyer and has email where strategy = 'welcom'",
        "There is no strategy 'welcom'. Did you mean 'welcome'")]
    [InlineData("segments/audiences.yaml", "name: Top customers", "name: Best customers",
        "'Best customers' comes with Perennial.")]
    public void What_is_wrong_elsewhere(string file, string was, string becomes, string message) =>
        Assert.Contains(SomeStrategies.MistakesWith(file, was, becomes), one => one.Contains(message));

    [Fact]
    public void All_mistakes_of_all_files_are_told_in_the_order_of_their_places()
    {
        var files = new Dictionary<string, string>(Perennial.Strategies.ShippedStrategies.Files);
        foreach (var name in files.Keys.Where(name => name.StartsWith("strategies/", StringComparison.Ordinal))
            .ToList())
            files[name] = files[name].Replace("holdout:", "holdot:").Replace("exit:", "exits:").Replace("topic:",
                "topics:");
        var read = SomeStrategies.Read(files);
        Assert.Equal(50, read.Mistakes.All.Count);
        Assert.True(read.Mistakes.Untold > 5);
        Assert.StartsWith("strategies/birthday-call.yaml line 5", read.Mistakes.All[0].Message);
    }

    [Theory]
    [InlineData("C-1,2026-13-12,birthday,,yes,", "column date: '2026-13-12' does not do here.")]
    [InlineData("C-1,,mothers dya,,yes,yes",
        "column label: 'mothers dya' does not do here. Did you mean 'mothers day'?")]
    [InlineData("C-1,2026-12-12,birthday,,true,", "column yearly: 'true' does not do here. Write yes or no.")]
    [InlineData("C-1,2026-12-12", "There are 2 cells. Write 6")]
    [InlineData(",2026-12-12,birthday,,yes,", "column customer: Nothing stands here.")]
    public void A_row_of_dates(string row, string message)
    {
        var files = new Dictionary<string, string>(Perennial.Strategies.ShippedStrategies.Files)
        {
            ["dates.csv"] =
                $"customer,date,label,recipient,yearly,not_this_occasion\nC-9,,mothers day,,yes,yes\n{row}\n",
        };
        Assert.Contains(SomeStrategies.Read(files).Mistakes.All,
            one => one.Message.StartsWith("dates.csv line 3",
                StringComparison.Ordinal) && one.Message.Contains(message));
    }
}
