Console.Error.WriteLine("perennial: being laid down");
return 0;
