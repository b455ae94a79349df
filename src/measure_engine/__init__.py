"""Works out figures from entries: values in, values out; it knows neither the database nor the web."""
